//! Which parts of a long line are shown. Costs as much as what is shown, however long the line is.

use std::ops::Range;

use super::sanitize::{columns, is_combining};

/// Columns of a source line that leave room for the line number on a terminal of 80.
pub(super) const WIDTH: usize = 72;

/// The parts of a line that are shown, in ascending order and apart from each other.
pub(super) fn pieces(line: &str, labels: &[(usize, Range<usize>)]) -> Vec<Range<usize>> {
    if forward(line, 0, line.len(), WIDTH) == line.len() {
        return std::iter::once(0..line.len()).collect();
    }
    let mut wanted: Vec<Range<usize>> = labels.iter().map(|(_, label)| label.clone()).collect();
    wanted.sort_by_key(|label| (label.start, label.end));
    let (Some(first), Some(end)) = (wanted.first(), wanted.iter().map(|label| label.end).max()) else {
        let start = 0..forward(line, 0, line.len(), WIDTH);
        return vec![start];
    };
    // All labels in one piece where that fits; else a piece for each, sharing the room.
    let all = first.start..end;
    if forward(line, all.start, all.end, WIDTH) == all.end {
        wanted = vec![all];
    }
    let room = (WIDTH / wanted.len()).max(12);
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for label in &wanted {
        let piece = around(line, label, room);
        match pieces.last_mut() {
            Some(previous) if piece.start <= previous.end => previous.end = previous.end.max(piece.end),
            _ => pieces.push(piece),
        }
    }
    pieces
}

/// A piece of a line around a label. A label too long for the room is cut at its end.
fn around(line: &str, label: &Range<usize>, room: usize) -> Range<usize> {
    let end = forward(line, label.start, label.end, room);
    let spare = room - width(&line[label.start..end]).min(room);
    let start = backward(line, 0, label.start, spare / 2);
    let left = width(&line[start..label.start]).min(spare);
    let end = if end == label.end { forward(line, end, line.len(), spare - left) } else { end };
    // What the right side did not need goes to the left one.
    let right = width(&line[label.end.min(end)..end]).min(spare - left);
    (backward(line, 0, start, spare - left - right))..end
}

fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// The farthest offset up to `end` that lies at most `room` columns behind `start`.
fn forward(text: &str, start: usize, end: usize, mut room: usize) -> usize {
    let mut at = start;
    for c in text[start..end].chars() {
        let Some(rest) = room.checked_sub(columns(c)) else { break };
        room = rest;
        at += c.len_utf8();
    }
    at
}

/// The farthest offset down to `start` that lies at most `room` columns before `end`, never before a combining mark.
fn backward(text: &str, start: usize, end: usize, mut room: usize) -> usize {
    let mut at = end;
    let mut cut = end;
    for c in text[start..end].chars().rev() {
        let Some(rest) = room.checked_sub(columns(c)) else { break };
        room = rest;
        at -= c.len_utf8();
        if !is_combining(c) {
            cut = at;
        }
    }
    cut
}
