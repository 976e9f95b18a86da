//! The configuration: what an officer says once. Text in, values out; where it lies is known in `context`.

use fremdrift::model::escaping::visible;
use fremdrift::model::text::composed;
use serde::Deserialize;
use std::path::{Path, PathBuf};

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
    /// The same, with a file that is named without a folder beside the configuration: it is the same one
    /// wherever the user stands.
    pub fn beside(mut self, configuration: &Path) -> Configuration {
        let folder = std::path::absolute(configuration).ok().and_then(|p| p.parent().map(Path::to_path_buf));
        if let (Some(database), Some(folder)) = (&self.database, folder) {
            self.database = Some(folder.join(database));
        }
        self
    }

    /// Reads it, or says in one line what is wrong with it.
    pub fn read(text: &str) -> Result<Configuration, String> {
        // A name in quotation marks may hold a line end.
        let read = toml::from_str::<Configuration>(text);
        let kept = |text: Option<String>| text.map(|t| composed(&t).into_owned());
        read.map(|c| Configuration { author: kept(c.author), plan: kept(c.plan), email: kept(c.email), ..c })
            .map_err(|e| visible(&e.message().replace('`', ""), true).into_owned())
    }
}
