//! The lines that point a client at the endpoint.

use crate::{kms::Region, world::AccessKey};

/// What a client is pointed at, and as whom it acts.
#[derive(Clone, Copy, Debug)]
pub struct Client<'a> {
    /// The endpoint's address.
    pub url: &'a str,
    /// What it signs with.
    pub key: &'a AccessKey,
    /// The Region that it calls.
    pub region: Region,
    /// What its profile is called: the principal's name.
    pub profile: &'a str,
}

/// A kind of client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RecipeKind {
    #[default]
    AwsCli,
    Profile,
    Boto3,
    Terraform,
    Sdks,
}

/// Lines to paste, with what they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipe {
    pub title: &'static str,
    pub text: String,
}

impl RecipeKind {
    pub const ALL: [Self; 5] = [Self::AwsCli, Self::Profile, Self::Boto3, Self::Terraform, Self::Sdks];

    pub fn name(self) -> &'static str {
        match self {
            Self::AwsCli => "AWS CLI",
            Self::Profile => "Profile",
            Self::Boto3 => "boto3",
            Self::Terraform => "Terraform",
            Self::Sdks => "Other SDKs",
        }
    }

    /// The lines for this kind of client.
    pub fn recipes(self, client: &Client<'_>) -> Vec<Recipe> {
        let Client { url, key: AccessKey { id, secret }, region, profile } = *client;
        let variables = [
            ("AWS_ENDPOINT_URL_KMS", url),
            ("AWS_ENDPOINT_URL_STS", url),
            ("AWS_ACCESS_KEY_ID", id),
            ("AWS_SECRET_ACCESS_KEY", secret),
            ("AWS_REGION", region.code()),
            ("AWS_DEFAULT_REGION", region.code()),
        ];
        let posix: String =
            variables.iter().map(|(name, value)| format!("export {name}={value}\n")).collect();
        let power_shell: String =
            variables.iter().map(|(name, value)| format!("$env:{name} = \"{value}\"\n")).collect();
        let recipe = |title, text: String| Recipe { title, text };
        match self {
            Self::AwsCli => vec![
                recipe("bash and zsh", format!("{posix}aws sts get-caller-identity\naws kms list-keys")),
                recipe("PowerShell", format!("{power_shell}aws kms list-keys")),
            ],
            Self::Profile => vec![
                recipe(
                    "~/.aws/credentials",
                    format!("[{profile}]\naws_access_key_id = {id}\naws_secret_access_key = {secret}"),
                ),
                recipe(
                    "~/.aws/config",
                    format!("[profile {profile}]\nregion = {region}\nendpoint_url = {url}"),
                ),
                recipe("With both", format!("aws --profile {profile} kms list-keys")),
            ],
            Self::Boto3 => vec![
                recipe(
                    "With the variables of the AWS CLI set",
                    "import boto3\n\nkms = boto3.client(\"kms\")\nprint(kms.list_keys()[\"Keys\"])"
                        .to_owned(),
                ),
                recipe(
                    "Without any",
                    format!(
                        "import boto3\n\nkms = boto3.client(\n    \"kms\",\n    region_name=\"{region}\",\n    endpoint_url=\"{url}\",\n    \
                         aws_access_key_id=\"{id}\",\n    aws_secret_access_key=\"{secret}\",\n)\nprint(kms.list_keys()[\"Keys\"])"
                    ),
                ),
            ],
            Self::Terraform => vec![recipe(
                "Provider",
                format!(
                    "provider \"aws\" {{\n  region                      = \"{region}\"\n  access_key                  = \"{id}\"\n  \
                     secret_key                  = \"{secret}\"\n  skip_metadata_api_check     = true\n  \
                     skip_region_validation      = true\n\n  endpoints {{\n    kms = \"{url}\"\n    sts = \"{url}\"\n  }}\n}}"
                ),
            )],
            Self::Sdks => vec![
                recipe("All SDKs of AWS read these", posix.trim_end().to_owned()),
                recipe(
                    "Rust",
                    format!(
                        "let config = aws_config::defaults(BehaviorVersion::latest())\n    .endpoint_url(\"{url}\")\n    \
                         .region(\"{region}\")\n    .load()\n    .await;\nlet kms = aws_sdk_kms::Client::new(&config);"
                    ),
                ),
                recipe(
                    "JavaScript",
                    format!("const kms = new KMSClient({{ endpoint: \"{url}\", region: \"{region}\" }});"),
                ),
                recipe(
                    "Java",
                    format!(
                        "KmsClient kms = KmsClient.builder()\n    .endpointOverride(URI.create(\"{url}\"))\n    \
                         .region(Region.of(\"{region}\"))\n    .build();"
                    ),
                ),
                recipe(
                    "Go",
                    format!(
                        "kms := kms.NewFromConfig(cfg, func(o *kms.Options) {{\n    o.BaseEndpoint = aws.String(\"{url}\")\n}})"
                    ),
                ),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_names_the_endpoint_it_is_for() {
        let key = AccessKey::of("arn:aws:iam::111111111111:user/alice");
        let region = Region::parse("eu-west-1").expect("known");
        let client = Client { url: "http://127.0.0.1:4600", key: &key, region, profile: "alice" };
        for kind in RecipeKind::ALL {
            let recipes = kind.recipes(&client);
            assert!(recipes.iter().any(|it| it.text.contains("http://127.0.0.1:4600")), "{kind:?}");
            assert!(recipes.iter().any(|it| it.text.contains("eu-west-1")), "{kind:?}");
        }
        let bash = &RecipeKind::AwsCli.recipes(&client)[0].text;
        assert!(bash.contains("export AWS_ENDPOINT_URL_KMS=http://127.0.0.1:4600\n"), "{bash}");
        assert!(bash.contains(&format!("export AWS_SECRET_ACCESS_KEY={}\n", key.secret)), "{bash}");
    }
}
