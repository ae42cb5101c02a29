//! Finds questionnaires and templates, shipped or on disk. The only reader of those folders.
