//! Setting a way up by real calls, and rotating by hand where the service does not.

use std::{collections::BTreeMap, sync::Arc};

use rand_core::Rng as _;
use serde_json::json;

use super::{CannotRun, Way, admin::Admin};
use crate::{
    kms::{
        Region, Span,
        api::{
            ConnectCustomKeyStoreRequest, CreateAliasRequest, CreateCustomKeyStoreRequest,
            CreateGrantRequest, CreateKeyRequest, CustomKeyStoreType, EnableKeyRotationRequest,
            EncryptionContext, GrantOperation, Origin, ReplicateKeyRequest, UpdateAliasRequest,
            XksProxyAuthenticationCredential, XksProxyConnectivity,
        },
    },
    workloads::{Act, Client, FlowId, KeyAt, Records, Stage},
    world::{
        Principal,
        backends::{CryptoUser, ExternalKey},
    },
};

/// The alias that every Region's writers use.
const ALIAS: &str = "alias/records";
/// The password that the builder of a CloudHSM cluster gives `kmsuser`.
const PASSWORD: &str = "records-Pswd-1";
/// How often keys rotate by themselves, in days.
const PERIOD_DAYS: u32 = 365;

/// A way, ready for use.
pub(super) struct Ready {
    pub records: Records,
    /// The record of the set-up.
    pub flow: FlowId,
    /// The custom key store, if the way has one.
    store: Option<String>,
}

/// What must be known of a Region's workload.
#[derive(Clone)]
struct Role {
    arn: String,
    acting: Arc<str>,
}

/// The world's role for the workload of the home Region, and that for other Regions.
fn roles(stage: &Stage, home: Region, regions: &[Region]) -> BTreeMap<Region, Role> {
    let role = |region: &Region| {
        let name = if *region == home { "Application" } else { "EUApplicationRole" };
        let principal = stage.world.principals().named(name);
        Role {
            arn: principal.map(Principal::arn).unwrap_or_default(),
            acting: principal.map(Principal::acting_arn).unwrap_or_default().into(),
        }
    };
    regions.iter().map(|region| (*region, role(region))).collect()
}

/// A key policy that leaves administration to IAM and lets roles use the key.
fn policy(home: Region, roles: &[&Role]) -> String {
    let partition = home.partition().name();
    let account = roles.first().and_then(|role| role.arn.split(':').nth(4)).unwrap_or_default();
    let mut users: Vec<&str> = roles.iter().map(|role| role.arn.as_str()).collect();
    users.dedup();
    json!({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Enable IAM User Permissions",
                "Effect": "Allow",
                "Principal": { "AWS": format!("arn:{partition}:iam::{account}:root") },
                "Action": "kms:*",
                "Resource": "*",
            },
            {
                "Sid": "Allow use of the key",
                "Effect": "Allow",
                "Principal": { "AWS": users },
                "Action": ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
                "Resource": "*",
            },
        ],
    })
    .to_string()
}

struct SetUp<'a> {
    admin: Admin<'a>,
    home: Region,
    roles: BTreeMap<Region, Role>,
}

/// Sets a way up in a stage without keys.
///
/// # Errors
/// If a call is not granted.
pub(super) fn set_up(
    stage: &mut Stage,
    way: Way,
    home: Region,
    regions: &[Region],
) -> Result<Ready, CannotRun> {
    let roles = roles(stage, home, regions);
    let callers = roles.iter().map(|(region, role)| (*region, Arc::clone(&role.acting))).collect();
    let admin = Admin::new(stage, way, Act::SetUp, way.label(), home);
    let mut set_up = SetUp { admin, home, roles };
    let mut store = None;
    match way {
        Way::MultiRegionKey => set_up.multi_region_key()?,
        Way::RoutedCalls => drop(set_up.key_for_all(home)?),
        Way::GrantsPerRegion => set_up.grants()?,
        Way::KeyPerRegion => {
            for region in regions {
                set_up.key_for_all(*region)?;
            }
        }
        Way::ExternalKeyStore => store = Some(set_up.external_store()?),
        Way::CloudHsmKeyStore => store = Some(set_up.cluster_store()?),
    }
    let at = |endpoint| KeyAt { endpoint, key_id: ALIAS.to_owned() };
    let keys_of = |region: Region| match way {
        Way::MultiRegionKey => vec![at(region)],
        Way::KeyPerRegion => {
            let others = regions.iter().filter(|it| **it != region).map(|it| at(*it));
            [at(region)].into_iter().chain(others).collect()
        }
        _ => vec![at(home)],
    };
    let reader = if way == Way::MultiRegionKey { Client::MultiRegionAware } else { Client::Strict };
    let context = EncryptionContext::from([("Purpose".to_owned(), "Records".to_owned())]);
    let keys = regions.iter().map(|region| (*region, keys_of(*region))).collect();
    Ok(Ready { records: Records { keys, reader, callers, context }, flow: set_up.admin.finish(), store })
}

impl SetUp<'_> {
    fn policy_for_all(&self) -> String {
        policy(self.home, &self.roles.values().collect::<Vec<_>>())
    }

    fn policy_for(&self, region: Region) -> String {
        policy(self.home, &self.roles.get(&region).into_iter().collect::<Vec<_>>())
    }

    fn key(&mut self, region: Region, request: CreateKeyRequest) -> Result<String, CannotRun> {
        Ok(self.admin.ask(region, "", request)?.key_metadata.key_id)
    }

    fn alias(&mut self, region: Region, key: &str) -> Result<(), CannotRun> {
        let request = CreateAliasRequest { alias_name: ALIAS.to_owned(), target_key_id: key.to_owned() };
        self.admin.ask(region, key, request)
    }

    fn rotate_by_itself(&mut self, region: Region, key: &str) -> Result<(), CannotRun> {
        let request =
            EnableKeyRotationRequest { key_id: key.to_owned(), rotation_period_in_days: Some(PERIOD_DAYS) };
        self.admin.ask(region, key, request)
    }

    /// A single-Region key that the workloads of all Regions may use.
    fn key_for_all(&mut self, region: Region) -> Result<String, CannotRun> {
        let policy = Some(self.policy_for_all());
        let key = self.key(region, CreateKeyRequest { policy, ..Default::default() })?;
        self.alias(region, &key)?;
        self.rotate_by_itself(region, &key)?;
        Ok(key)
    }

    fn multi_region_key(&mut self) -> Result<(), CannotRun> {
        let home = self.home;
        let policy = Some(self.policy_for(home));
        let key = self.key(home, CreateKeyRequest { policy, multi_region: true, ..Default::default() })?;
        self.alias(home, &key)?;
        self.rotate_by_itself(home, &key)?;
        let others: Vec<Region> = self.roles.keys().copied().filter(|it| *it != home).collect();
        for region in others {
            let request = ReplicateKeyRequest {
                key_id: key.clone(),
                replica_region: region.code().to_owned(),
                policy: Some(self.policy_for(region)),
                ..Default::default()
            };
            self.admin.ask(home, &key, request)?;
            self.alias(region, &key)?;
        }
        let creating = self.admin.stage.world.transitions().creating;
        self.admin.wait(creating + Span::seconds(1));
        Ok(())
    }

    fn grants(&mut self) -> Result<(), CannotRun> {
        let home = self.home;
        let policy = Some(self.policy_for(home));
        let key = self.key(home, CreateKeyRequest { policy, ..Default::default() })?;
        self.alias(home, &key)?;
        self.rotate_by_itself(home, &key)?;
        let others: Vec<(Region, Role)> =
            self.roles.iter().filter(|(it, _)| **it != home).map(|(it, role)| (*it, role.clone())).collect();
        for (region, role) in others {
            let request = CreateGrantRequest {
                key_id: key.clone(),
                grantee_principal: Some(role.arn),
                operations: vec![GrantOperation::GenerateDataKey, GrantOperation::Decrypt],
                name: Some(format!("workload-{region}")),
                ..Default::default()
            };
            self.admin.ask(home, &key, request)?;
        }
        let until_known = self.admin.stage.world.transitions().grant;
        self.admin.wait(until_known + Span::seconds(1));
        Ok(())
    }

    fn connect(&mut self, store: &str, takes: Span) -> Result<(), CannotRun> {
        let request = ConnectCustomKeyStoreRequest { custom_key_store_id: store.to_owned() };
        self.admin.ask(self.home, "", request)?;
        self.admin.wait(takes + Span::seconds(1));
        Ok(())
    }

    fn external_store(&mut self) -> Result<String, CannotRun> {
        self.admin.outside("Run an external key manager with a proxy that KMS reaches");
        let xks_key = make_external_key(&mut self.admin);
        let manager = self.admin.stage.world.backends().managers().next().cloned();
        let manager = manager.as_ref();
        let credential = manager.map(|it| XksProxyAuthenticationCredential {
            access_key_id: it.credential.access_key_id.to_string(),
            raw_secret_access_key: it.credential.secret.0.to_string(),
        });
        let request = CreateCustomKeyStoreRequest {
            custom_key_store_name: "Records".to_owned(),
            custom_key_store_type: Some(CustomKeyStoreType::ExternalKeyStore),
            xks_proxy_uri_endpoint: manager.and_then(|it| it.public_endpoint.as_deref()).map(str::to_owned),
            xks_proxy_uri_path: manager.map(|it| it.path.to_string()),
            xks_proxy_authentication_credential: credential,
            xks_proxy_connectivity: Some(XksProxyConnectivity::PublicEndpoint),
            ..Default::default()
        };
        let store = self.admin.ask(self.home, "", request)?.custom_key_store_id;
        let takes = self.admin.stage.world.transitions().connecting_proxy;
        self.connect(&store, takes)?;
        let request = key_in_store(&store, Some(xks_key), self.policy_for_all());
        let key = self.key(self.home, request)?;
        self.alias(self.home, &key)?;
        Ok(store)
    }

    fn cluster_store(&mut self) -> Result<String, CannotRun> {
        self.admin.outside("Build a CloudHSM cluster with HSMs in two Availability Zones and a user kmsuser");
        let home = self.home;
        let backends = self.admin.stage.world.backends_mut();
        let cluster = backends.clusters().next().cloned().map(|mut cluster| {
            cluster.region = home;
            cluster.kmsuser = Some(CryptoUser::new(PASSWORD));
            cluster
        });
        if let Some(cluster) = &cluster {
            backends.add_cluster(cluster.clone());
        }
        let request = CreateCustomKeyStoreRequest {
            custom_key_store_name: "Records".to_owned(),
            cloud_hsm_cluster_id: cluster.as_ref().map(|it| it.id.to_string()),
            trust_anchor_certificate: cluster.as_ref().map(|it| it.certificate.to_string()),
            key_store_password: Some(PASSWORD.to_owned()),
            ..Default::default()
        };
        let store = self.admin.ask(home, "", request)?.custom_key_store_id;
        let takes = self.admin.stage.world.transitions().connecting_cluster;
        self.connect(&store, takes)?;
        let key = self.key(home, key_in_store(&store, None, self.policy_for_all()))?;
        self.alias(home, &key)?;
        Ok(store)
    }
}

fn key_in_store(store: &str, xks_key_id: Option<String>, policy: String) -> CreateKeyRequest {
    let origin = if xks_key_id.is_some() { Origin::ExternalKeyStore } else { Origin::AwsCloudHsm };
    CreateKeyRequest {
        origin: Some(origin),
        custom_key_store_id: Some(store.to_owned()),
        xks_key_id,
        policy: Some(policy),
        ..Default::default()
    }
}

/// Makes a key in the external key manager, and tells its id.
fn make_external_key(admin: &mut Admin<'_>) -> String {
    let mut secret = [0; 32];
    admin.stage.rng.fill_bytes(&mut secret);
    let backends = admin.stage.world.backends_mut();
    let name = backends.managers().next().map(|it| Arc::clone(&it.name)).unwrap_or_default();
    let Some(manager) = backends.manager_mut(&name) else { return String::new() };
    let id = format!("records-{}", manager.keys.len());
    manager.keys.insert(id.as_str().into(), ExternalKey::new(secret));
    admin.outside(format!("Make the key {id} in the external key manager"));
    id
}

/// Rotates by hand the key of a way that does not rotate by itself: a new key, which the alias then names. Old messages
/// stay with the old key.
///
/// # Errors
/// If a call is not granted.
pub(super) fn rotate_by_hand(
    stage: &mut Stage,
    way: Way,
    home: Region,
    regions: &[Region],
    ready: &Ready,
) -> Result<FlowId, CannotRun> {
    let roles = roles(stage, home, regions);
    let policy = policy(home, &roles.values().collect::<Vec<_>>());
    let mut admin = Admin::new(stage, way, Act::Rotate, way.label(), home);
    let xks_key = (way == Way::ExternalKeyStore).then(|| make_external_key(&mut admin));
    let store = ready.store.as_deref().unwrap_or_default();
    let key = admin.ask(home, "", key_in_store(store, xks_key, policy))?.key_metadata.key_id;
    let alias = UpdateAliasRequest { alias_name: ALIAS.to_owned(), target_key_id: key.clone() };
    admin.ask(home, &key, alias)?;
    Ok(admin.finish())
}

/// Has each Region's KMS describe the key behind the alias, as far as it has one. Tells the ids of key material, or the id
/// of a key whose material is outside KMS; and the record.
pub(super) fn inspect(
    stage: &mut Stage,
    way: Way,
    home: Region,
    regions: &[Region],
) -> (BTreeMap<Region, Option<String>>, FlowId) {
    use crate::kms::api::DescribeKeyRequest;
    let mut admin = Admin::new(stage, way, Act::Inspect, way.label(), home);
    let mut found = BTreeMap::new();
    for region in regions {
        let request = DescribeKeyRequest { key_id: ALIAS.to_owned(), ..Default::default() };
        // Where there is no key, that is what there is to know.
        let answer = admin.ask(*region, ALIAS, request).ok();
        let material = answer.map(|answer| {
            let metadata = answer.key_metadata;
            // Of material that is kept outside KMS, KMS tells no id; it is the key's own.
            metadata.current_key_material_id.clone().unwrap_or(metadata.key_id)
        });
        found.insert(*region, material);
    }
    (found, admin.finish())
}
