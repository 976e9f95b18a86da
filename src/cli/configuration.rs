//! The configuration: what an officer says once. Text in, values out; where it lies is known in `context`.

use fremdrift::model::guard::visible;
use serde::Deserialize;
use std::path::PathBuf;

/// `config.toml` in the user's configuration folder, under `fremdrift`; or the file that
/// FREMDRIFT_CONFIG names.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    pub author: Option<String>,
    pub lang: Option<String>,
    pub plan: Option<String>,
    pub database: Option<PathBuf>,
    pub email: Option<String>,
    pub wait: Option<u32>,
}

impl Configuration {
    /// Reads it, or says in one line what is wrong with it.
    pub fn read(text: &str) -> Result<Configuration, String> {
        // A name in quotation marks may hold a line end.
        toml::from_str(text).map_err(|e: toml::de::Error| visible(&e.message().replace('`', ""), true).into_owned())
    }
}
