//! `accept` for libFuzzer: see `fuzz/run`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: toile_fuzz::corpus::lay_out("accept"),
    |bytes: &[u8]| toile_fuzz::targets::accept::run(bytes)
);
