//! Words of imported files, as the file knows them.

use crate::model::word::{KnownWord, WordKind};
use crate::model::{Refusal, nearest};
use crate::store::{ChangeTx, Result, Store};
use rusqlite::named_params;

const ALL: &str = "SELECT kind, word, means, since FROM word ORDER BY kind, word";

fn known((kind, word, means, since): (String, String, String, i64)) -> Option<KnownWord> {
    Some(KnownWord { kind: WordKind::from_code(&kind)?, word, means, since })
}

impl Store {
    /// Every word that was given a meaning.
    pub fn words(&self) -> Result<Vec<KnownWord>> {
        let all: Vec<(String, String, String, i64)> = self.all(ALL, [])?;
        Ok(all.into_iter().filter_map(known).collect())
    }
}

impl ChangeTx<'_> {
    /// Every word that was given a meaning.
    pub fn words(&self) -> Result<Vec<KnownWord>> {
        let all: Vec<(String, String, String, i64)> = self.all(ALL, [])?;
        Ok(all.into_iter().filter_map(known).collect())
    }

    /// Gives a word a meaning, in place of the one that it had. Says whether that is news.
    pub fn keep_word(&self, said: &KnownWord) -> Result<bool> {
        let alike = |w: &KnownWord| w.kind == said.kind && nearest::plain(&w.word) == nearest::plain(&said.word);
        let sql = match self.words()?.iter().find(|w| alike(w)) {
            Some(old) if old.means == said.means => return Ok(false),
            Some(old) => {
                let sql = "UPDATE word SET means = :means, since = :since WHERE kind = :kind AND word = :word";
                let values = named_params! {
                    ":kind": said.kind.code(), ":word": old.word, ":means": said.means, ":since": self.number
                };
                self.write(sql, values)?;
                return Ok(true);
            }
            None => "INSERT INTO word (kind, word, means, since) VALUES (:kind, :word, :means, :since)",
        };
        let values = named_params! {
            ":kind": said.kind.code(), ":word": said.word, ":means": said.means, ":since": self.number
        };
        self.write(sql, values)?;
        Ok(true)
    }

    /// Forgets a word wherever it was given a meaning. Gives it as the file has it; refused where it is not known.
    pub fn forget_word(&self, text: &str) -> Result<String> {
        let all = self.words()?;
        let plain = nearest::plain(text);
        let found: Vec<&KnownWord> = all.iter().filter(|w| nearest::plain(&w.word) == plain).collect();
        let Some(first) = found.first() else {
            let nearest = nearest::of(text, all.iter().map(|w| w.word.as_str()));
            return Err(Refusal::Unknown { entity: "word", value: text.to_string(), nearest }.into());
        };
        for word in &found {
            let sql = "DELETE FROM word WHERE kind = :kind AND word = :word";
            self.write(sql, named_params! { ":kind": word.kind.code(), ":word": word.word })?;
        }
        Ok(first.word.clone())
    }
}
