//! The arguments that the commands of returns share.

use anyhow::Result;
use fremdrift::model::Quarter;
use fremdrift::store::Store;

pub fn authorities(store: &Store, texts: &[String]) -> Result<Vec<String>> {
    texts.iter().map(|t| Ok(store.authority_code(t)?)).collect()
}

pub fn quarter(words: &[String]) -> Result<Quarter> {
    Ok(Quarter::parse(&words.join(" "))?)
}
