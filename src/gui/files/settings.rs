//! What the window remembers between sessions. A file that cannot be read never keeps the program from starting.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::{
    endpoint::DEFAULT_PORT,
    files::write_file,
    gui::theme::{Look, space},
};

/// How many recent files are remembered.
const MAX_RECENT: usize = 8;

/// What is remembered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The theme.
    pub look: Look,
    /// Whether nothing is to move for the eye alone.
    pub reduced_motion: bool,
    /// The scale of the window, if it was ever changed.
    pub zoom: Option<f32>,
    /// Width and height of the window in points, as it was last.
    pub window: Option<[f32; 2]>,
    /// Files opened and saved before, latest first.
    pub recent: Vec<PathBuf>,
    /// The port that the endpoint was started on last.
    pub endpoint_port: u16,
    /// Whether the endpoint refused unknown access keys.
    pub strict_auth: bool,
    /// How wide the inspector is, in points.
    pub inspector_width: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            look: Look::Dark,
            reduced_motion: false,
            zoom: None,
            window: None,
            recent: Vec::new(),
            endpoint_port: DEFAULT_PORT,
            strict_auth: false,
            inspector_width: space::INSPECTOR,
        }
    }
}

impl Settings {
    /// Puts a file first among the recent ones.
    pub fn remember(&mut self, path: &Path) {
        self.recent.retain(|it| it != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(MAX_RECENT);
    }
}

/// Where the settings are kept; nowhere in tests and pictures.
#[derive(Clone, Debug, Default)]
pub struct SettingsFile(Option<PathBuf>);

impl SettingsFile {
    /// The user's own file.
    pub fn of_the_user() -> Self {
        let folders = directories::ProjectDirs::from("", "", "mrk-console");
        Self(folders.map(|folders| folders.config_dir().join("settings.ron")))
    }

    /// A file at this place.
    pub fn at(path: PathBuf) -> Self {
        Self(Some(path))
    }

    /// The folder of the settings, where the autosave of a world without a file is kept too.
    pub fn folder(&self) -> Option<&Path> {
        self.0.as_deref()?.parent()
    }

    /// Reads the settings; those of a new user if there are none or they cannot be read.
    pub fn read(&self) -> Settings {
        let text = self.0.as_deref().and_then(|path| std::fs::read_to_string(path).ok());
        text.and_then(|text| ron::from_str(&text).ok()).unwrap_or_default()
    }

    /// Writes the settings. Failing is not worth a word: they are a convenience.
    pub fn write(&self, settings: &Settings) {
        let Some(path) = &self.0 else { return };
        if let Some(folder) = path.parent() {
            let _ = std::fs::create_dir_all(folder);
        }
        if let Ok(text) = ron::to_string(settings) {
            let _ = write_file(path, text.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_and_broken_ones_are_those_of_a_new_user() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = SettingsFile::at(folder.path().join("deep").join("settings.ron"));
        assert_eq!(file.read(), Settings::default());
        let mut settings = Settings { look: Look::Light, zoom: Some(1.5), ..Settings::default() };
        for number in 0..12 {
            settings.remember(Path::new(&format!("{}.ron", number % 10)));
        }
        assert_eq!((settings.recent.len(), settings.recent[0].clone()), (8, PathBuf::from("1.ron")));
        file.write(&settings);
        assert_eq!(file.read(), settings);
        std::fs::write(folder.path().join("deep").join("settings.ron"), "(look: maybe").expect("written");
        assert_eq!(file.read(), Settings::default());
    }
}
