//! Every diagnostic code has a fixture whose expectation is drawn in the file.

use candidacy::questionnaire::{Texts, load};
use candidacy::source::Sources;

#[test]
fn small_loads() {
    let mut sources = Sources::default();
    let (q, d) = load(&Texts::one("small.yaml", include_str!("../fixtures/small.yaml")), "small.yaml", &mut sources);
    assert!(d.is_empty(), "{d:#?}");
    println!("{:#?}", q.unwrap());
}
