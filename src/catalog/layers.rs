//! The files of an overlay over those of its base.

use crate::questionnaire::{FileFault, Files};

/// The files of a questionnaire, and under them those of what it is based on: what it has itself stands in place of what lies
/// there under the same path.
pub(super) struct Layers<'f> {
    /// Its own files.
    pub own: &'f dyn Files,
    /// Those of its base, if it has one.
    pub base: Option<&'f dyn Files>,
}

impl Layers<'_> {
    /// What the upper files give, or else, where they have nothing there, the lower ones.
    fn first<T>(&self, read: impl Fn(&dyn Files) -> Result<T, FileFault>) -> Result<T, FileFault> {
        match (read(self.own), self.base) {
            (Err(FileFault::Missing), Some(base)) => read(base),
            (found, _) => found,
        }
    }
}

impl Files for Layers<'_> {
    fn read(&self, path: &str) -> Result<String, FileFault> {
        self.first(|files| files.read(path))
    }

    fn bytes(&self, path: &str, most: usize) -> Result<Vec<u8>, FileFault> {
        self.first(|files| files.bytes(path, most))
    }

    /// What lies in the base is named as a file of the base; what lies nowhere, as one of its own.
    fn name(&self, path: &str) -> String {
        let lies_in = |files: &dyn Files| !matches!(files.bytes(path, 0), Err(FileFault::Missing));
        match self.base.filter(|base| !lies_in(self.own) && lies_in(*base)) {
            Some(base) => base.name(path),
            None => self.own.name(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::Texts;

    #[test]
    fn what_lies_above_stands_in_place_of_what_lies_below() {
        let own = Texts::one("both", "own");
        let base = Texts::one("both", "base").with("lower", "base");
        let layers = Layers { own: &own, base: Some(&base) };
        let read = |path| layers.read(path);
        assert_eq!((read("both"), read("lower")), (Ok("own".to_owned()), Ok("base".to_owned())));
        assert_eq!(read("neither"), Err(FileFault::Missing));
        assert_eq!(layers.bytes("lower", 9), Ok(b"base".to_vec()));
        assert_eq!(
            layers.bytes("both", 2),
            Err(FileFault::TooLarge),
            "what is above hides what is below, whatever it is"
        );
        assert_eq!(Layers { own: &own, base: None }.read("lower"), Err(FileFault::Missing));
    }
}
