//! What the tests share, so that a change of an API touches one place.
