//! Mistakes that are known and have no rule of their own: a list for the documentation, so that nobody takes silence for
//! approval. Whoever decides against a rule adds the mistake here, with the reason.

/// What can go wrong, and why no rule says so.
pub(crate) static WITHOUT_RULE: &[(&str, &str)] = &[
    (
        "the same draft exported twice, to the same type of file with equal settings",
        "it costs time and nothing else, and may be meant: none of the rules that configurations can name is about it",
    ),
    (
        "`measurementProfileId` beside `measurements` that differ from the profile's",
        "the profile is not at hand offline, and `measurements` is demanded with or without one",
    ),
    (
        "no `patternRef`, so that the draft follows the latest `master`",
        "nearly every draft is written so; `field-value` finds only a `master` that is spelled out",
    ),
    (
        "dates in `metadata` that other countries read differently, such as 02/07/18",
        "the data is free-form and the server never reads it; a third of all dates would be reported",
    ),
    (
        "EVRYTHNG: a validator made from the vendor's OpenAPI file refuses every task but `FIXED_AMOUNT`",
        "that is a defect of the file; all documented variants are accepted here",
    ),
    (
        "EVRYTHNG: `status` spelled `CANCELLING` in one place of the vendor's documents and `CANCELING` in another",
        "only replies have a `status`; in a request, `thng-task` finds it however it is spelled",
    ),
    (
        "EVRYTHNG: the format of a task's `result`, which the documents disagree about",
        "only replies have a `result`; in a request, `thng-task` finds it",
    ),
    (
        "EVRYTHNG: filters and paging of lists (`filter`, `ids`, `perPage`), encoding among it",
        "they are part of a URL, and no document holds them",
    ),
    (
        "EVRYTHNG: an update that replaces `tags` or `customFields` where it was meant to add to them",
        "what the batch holds already cannot be known offline",
    ),
    (
        "EVRYTHNG: a short id or an identifier that another task has given out",
        "what exists already cannot be known offline; within one list, `short-id` and `thng-task` find it",
    ),
    (
        "EVRYTHNG: too many `PSEUDO_RANDOM` short ids for their length",
        "the characters that they are drawn from are documented nowhere",
    ),
];
