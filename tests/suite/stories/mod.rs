//! What users come to do, from the first word to the exact answer.

mod daily;
