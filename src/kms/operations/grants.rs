//! CreateGrant, ListGrants, ListRetirableGrants, RetireGrant, RevokeGrant.
//!
//! A grant belongs to the key of one Region: the members of a multi-Region key have their own.

use std::{borrow::Cow, sync::Arc};

use super::{
    dry_run, given,
    pagination::{Paging, page},
};
use crate::kms::{
    EpochSeconds, Exception, Grant, GrantId, GrantPrincipal, GrantTerms, KeyArn, KeyFamily, KeyId, KmsError,
    MAX_GRANTS,
    access::ConditionValues,
    api::{
        CreateGrantRequest, CreateGrantResponse, EncryptionContext, GrantConstraints, GrantListEntry,
        GrantOperation, KeySpec, KeyUsage, ListGrantsRequest, ListGrantsResponse, ListRetirableGrantsRequest,
        Operation, RetireGrantRequest, RevokeGrantRequest,
    },
    family::MemberState,
    policy::{BadGrantee, check_grantee, grantee_name},
    resolve::{Accepts, ResolvedKey},
    service::Handling,
};

/// How many grants a page has when the request doesn't say.
const PAGE: u32 = 50;
/// The most pairs of an encryption context constraint (CreateGrant).
const MAX_PAIRS: usize = 8;
/// The most characters of a value in an encryption context constraint (CreateGrant).
const MAX_VALUE: usize = 384;

/// The operations that a grant on a key can have, in the order in which KMS names them.
pub fn grant_operations(spec: KeySpec, usage: KeyUsage) -> Vec<GrantOperation> {
    use GrantOperation::*;
    let mut valid = vec![CreateGrant, RetireGrant, DescribeKey];
    if spec.is_asymmetric() {
        valid.push(GetPublicKey);
    }
    match usage {
        KeyUsage::EncryptDecrypt => valid.extend([Encrypt, Decrypt, ReEncryptFrom, ReEncryptTo]),
        KeyUsage::SignVerify => valid.extend([Sign, Verify]),
        KeyUsage::GenerateVerifyMac => valid.extend([GenerateMac, VerifyMac]),
        KeyUsage::KeyAgreement => valid.push(DeriveSharedSecret),
        KeyUsage::EncapsulateDecapsulate => valid.extend([Encapsulate, Decapsulate]),
    }
    if spec == KeySpec::SymmetricDefault {
        valid.extend([
            GenerateDataKey,
            GenerateDataKeyWithoutPlaintext,
            GenerateDataKeyPair,
            GenerateDataKeyPairWithoutPlaintext,
        ]);
    }
    valid
}

fn names(operations: &[GrantOperation]) -> String {
    let names: Vec<&str> = operations.iter().map(|operation| operation.name()).collect();
    names.join(", ")
}

/// Refuses operations and constraints that make no sense for a key.
fn check_fits_key(family: &KeyFamily, terms: &GrantTerms) -> Result<(), KmsError> {
    let constraints = &terms.constraints;
    let has_context = !constraints.encryption_context_equals.is_empty()
        || !constraints.encryption_context_subset.is_empty();
    if has_context && family.spec != KeySpec::SymmetricDefault {
        return Err(Exception::Validation.with(
            "EncryptionContext is supported only when creating a grant for a symmetric encryption KMS key.",
        ));
    }
    let valid = grant_operations(family.spec, family.usage);
    let invalid: Vec<_> = terms.operations.iter().copied().filter(|it| !valid.contains(it)).collect();
    if invalid.is_empty() {
        return Ok(());
    }
    let kind = if family.spec.is_asymmetric() { "an asymmetric" } else { "a symmetric" };
    Err(Exception::Validation.with(format!(
        "Operations [{}] are not supported when creating a grant for {kind} KMS key with key usage {}. Valid \
         operations are [{}]",
        names(&invalid),
        family.usage,
        names(&valid)
    )))
}

/// The one principal of a role in a grant that may be named in two ways.
fn one_of(
    arn: Option<&String>,
    service: Option<&String>,
    members: [&str; 2],
) -> Result<Option<GrantPrincipal>, KmsError> {
    match (arn, service) {
        (Some(_), Some(_)) => Err(Exception::Validation
            .with(format!("You can specify either {} or {}, but not both.", members[0], members[1]))),
        (Some(arn), None) => Ok(Some(GrantPrincipal::Arn(arn.as_str().into()))),
        (None, Some(service)) => Ok(Some(GrantPrincipal::Service(service.as_str().into()))),
        (None, None) => Ok(None),
    }
}

fn check_constraint(context: &EncryptionContext, member: &str) -> Result<(), KmsError> {
    if context.len() > MAX_PAIRS {
        let text = format!("{member} can include up to {MAX_PAIRS} encryption context pairs.");
        return Err(Exception::Validation.with(text));
    }
    if context.values().any(|value| value.chars().count() > MAX_VALUE) {
        let text = format!("A value of {member} cannot exceed {MAX_VALUE} characters.");
        return Err(Exception::Validation.with(text));
    }
    Ok(())
}

/// What KMS says of a grant id that is of no grant on the key.
fn no_such_grant() -> KmsError {
    Exception::InvalidGrantId.without_message()
}

/// What a grant's constraints are called as values of `kms:GrantConstraintType`.
fn constraint_types(constraints: &GrantConstraints) -> impl Iterator<Item = &'static str> {
    let GrantConstraints { encryption_context_equals, encryption_context_subset, source_arn } = constraints;
    [
        (!encryption_context_equals.is_empty()).then_some("EncryptionContextEquals"),
        (!encryption_context_subset.is_empty()).then_some("EncryptionContextSubset"),
        source_arn.is_some().then_some("SourceArn"),
    ]
    .into_iter()
    .flatten()
}

fn entry(grant: &Grant, key: &KeyArn) -> GrantListEntry {
    let GrantTerms { name, grantee, retiring, issuing_account, operations, constraints } = &grant.terms;
    let partition = key.region.partition().name();
    let retiring = retiring.as_ref();
    GrantListEntry {
        key_id: key.to_string(),
        grant_id: grant.id.to_string(),
        name: name.clone(),
        creation_date: Some(EpochSeconds(grant.created)),
        grantee_principal: grantee.arn().map(str::to_owned),
        grantee_service_principal: grantee.service().map(str::to_owned),
        retiring_principal: retiring.and_then(GrantPrincipal::arn).map(str::to_owned),
        retiring_service_principal: retiring.and_then(GrantPrincipal::service).map(str::to_owned),
        issuing_account: Some(format!("arn:{partition}:iam::{issuing_account}:root")),
        operations: operations.clone(),
        constraints: (*constraints != GrantConstraints::default()).then(|| constraints.clone()),
    }
}

impl Handling<'_, '_> {
    /// What CreateGrant asks for, as far as the request alone tells whether it makes sense.
    fn terms(&self, request: &CreateGrantRequest) -> Result<GrantTerms, KmsError> {
        let grantee = one_of(
            request.grantee_principal.as_ref(),
            request.grantee_service_principal.as_ref(),
            ["GranteePrincipal", "GranteeServicePrincipal"],
        )?;
        let retiring = one_of(
            request.retiring_principal.as_ref(),
            request.retiring_service_principal.as_ref(),
            ["RetiringPrincipal", "RetiringServicePrincipal"],
        )?;
        let grantee = given(&grantee, "grantee_principal")?.clone();
        let constraints = request.constraints.clone().unwrap_or_default();
        check_constraint(&constraints.encryption_context_equals, "EncryptionContextEquals")?;
        check_constraint(&constraints.encryption_context_subset, "EncryptionContextSubset")?;
        if grantee.service().is_some() && (constraints.source_arn.is_none() || retiring.is_none()) {
            return Err(Exception::Validation.with(
                "When you specify a GranteeServicePrincipal, you must also specify a SourceArn grant constraint and \
                 either a RetiringPrincipal or a RetiringServicePrincipal.",
            ));
        }
        if request.operations.is_empty() {
            return Err(Exception::Validation.with("A grant must include at least one operation."));
        }
        let mut operations = Vec::with_capacity(request.operations.len());
        for operation in &request.operations {
            if !operations.contains(operation) {
                operations.push(*operation);
            }
        }
        let (name, issuing_account) = (request.name.clone(), self.account().clone());
        Ok(GrantTerms { name, grantee, retiring, issuing_account, operations, constraints })
    }

    /// Refuses a principal that nobody is; `no_arn` is said of a text that is no ARN. Services are taken at their word.
    fn check_principal(&self, principal: &GrantPrincipal, no_arn: &'static str) -> Result<(), KmsError> {
        let Some(arn) = principal.arn() else { return Ok(()) };
        check_grantee(arn, |arn| (self.principal_exists)(arn)).map_err(|bad| {
            Exception::InvalidArn.with(match bad {
                BadGrantee::NoArn => no_arn.to_owned(),
                BadGrantee::Malformed => format!("ARN is not valid: {arn}"),
                BadGrantee::Unknown => format!("ARN does not refer to a valid principal: {arn}"),
            })
        })
    }

    /// The grant that an earlier request of the same name and terms made, if the key has room for another.
    ///
    /// A repeated request names the grant that it made the first time; without a name it makes another.
    fn grant_for(&self, key: &KeyId, terms: &GrantTerms) -> Result<Option<Grant>, KmsError> {
        let (family, member) = self.member(key)?;
        let of_grantee = || member.grants.of_grantee(terms.grantee.as_str());
        let existing = terms.name.as_ref().and_then(|name| {
            of_grantee().find(|grant| grant.terms.is_called(name) && grant.terms.same(terms))
        });
        if existing.is_none() && member.grants.len() >= MAX_GRANTS {
            return Err(Exception::LimitExceeded.with(format!(
                "The key {} has {MAX_GRANTS} grants, which is the most that a key can have.",
                family.arn(self.region)
            )));
        }
        Ok(existing.cloned())
    }

    /// `kms:GrantIsForAWSResource`: whether an AWS service that is integrated with KMS calls for a user.
    fn for_aws_resource<'v>(&self) -> ConditionValues<'v> {
        ConditionValues::default().boolean("kms:GrantIsForAWSResource", self.caller.acts_through_a_service())
    }

    pub(super) fn create_grant(
        &mut self,
        request: &CreateGrantRequest,
    ) -> Result<CreateGrantResponse, KmsError> {
        let terms = self.terms(request)?;
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        let retiring = terms.retiring.as_ref().and_then(GrantPrincipal::arn);
        let conditions = self
            .for_aws_resource()
            .texts("kms:GrantOperations", terms.operations.iter().map(|operation| operation.name()))
            .texts("kms:GrantConstraintType", constraint_types(&terms.constraints))
            .optional_text("kms:GranteePrincipal", terms.grantee.arn())
            .optional_text("kms:RetiringPrincipal", retiring)
            .encryption_context(&terms.constraints.encryption_context_equals)
            .encryption_context(&terms.constraints.encryption_context_subset);
        self.authorise_new_grant(&key, &terms, &conditions)?;
        self.require_state(&key.id, |state| {
            matches!(state, MemberState::Updating | MemberState::Unavailable { .. })
        })?;
        let (family, _) = self.member(&key.id)?;
        check_fits_key(family, &terms)?;
        self.check_principal(&terms.grantee, "GranteePrincipal does not refer to a valid principal.")?;
        if let Some(retiring) = &terms.retiring {
            self.check_principal(retiring, "RetiringPrincipal does not refer to a valid principal.")?;
        }
        let existing = self.grant_for(&key.id, &terms)?;
        if request.dry_run {
            return Err(dry_run());
        }
        let visible_from = self.service.now + self.service.transitions.grant;
        let (now, rng) = (self.service.now, &mut *self.service.rng);
        let is_new = existing.is_none();
        let grant = existing.unwrap_or_else(|| Grant::new(terms, now, visible_from, rng));
        let answer = CreateGrantResponse {
            grant_token: grant.draw_token(&key.id, rng),
            grant_id: grant.id.to_string(),
        };
        if is_new {
            self.member_mut(&key.id)?.grants.insert(Arc::new(grant));
        }
        Ok(answer)
    }

    pub(super) fn list_grants(
        &mut self,
        request: &ListGrantsRequest,
    ) -> Result<ListGrantsResponse, KmsError> {
        if request.grantee_principal.is_some() && request.grantee_service_principal.is_some() {
            return Err(Exception::Validation
                .with("You can specify either GranteePrincipal or GranteeServicePrincipal, but not both."));
        }
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        self.authorise_key(Operation::ListGrants.name(), &key, self.for_aws_resource())?;
        if request.grantee_service_principal.is_some() {
            return Err(only_for_services("GranteeServicePrincipal"));
        }
        if let Some(grantee) = &request.grantee_principal {
            let grantee = GrantPrincipal::Arn(grantee.as_str().into());
            self.check_principal(&grantee, "Input does not refer to a valid principal")?;
        }
        let wanted = request.grant_id.as_deref().map(|id| GrantId::parse(id).ok_or_else(no_such_grant));
        let wanted = wanted.transpose()?;
        let grantee = request.grantee_principal.as_deref().map(grantee_name);
        let (family, member) = self.member(&key.id)?;
        let arn = family.arn(self.region);
        let fitting = member.grants.iter().filter(|grant| {
            let of_grantee =
                |name: &str| grant.terms.grantee.arn().is_some_and(|arn| grantee_name(arn) == name);
            wanted.as_ref().is_none_or(|id| grant.id == *id) && grantee.as_deref().is_none_or(of_grantee)
        });
        let paging = Paging {
            operation: Operation::ListGrants,
            limit: request.limit,
            default_limit: PAGE,
            marker: request.marker.as_deref(),
        };
        let page = page(fitting, &paging, |it| Cow::Borrowed(it.id.as_str()))?;
        let grants = page.entries.into_iter().map(|grant| entry(grant, &arn)).collect();
        Ok(ListGrantsResponse { grants, next_marker: page.next_marker, truncated: page.truncated })
    }

    pub(super) fn list_retirable_grants(
        &mut self,
        request: &ListRetirableGrantsRequest,
    ) -> Result<ListGrantsResponse, KmsError> {
        let retiring = one_of(
            request.retiring_principal.as_ref(),
            request.retiring_service_principal.as_ref(),
            ["RetiringPrincipal", "RetiringServicePrincipal"],
        )?;
        let retiring = given(&retiring, "retiring_principal")?;
        let Some(arn) = retiring.arn() else { return Err(only_for_services("RetiringServicePrincipal")) };
        self.check_retiring_principal(retiring, arn)?;
        let operation = Operation::ListRetirableGrants.name();
        self.authorise_account(operation, arn, &ConditionValues::default())?;
        let name = grantee_name(arn);
        let (store, region) = (&self.service.store, self.region);
        let members = store.keys_in(region).filter_map(|id| store.member(id, region));
        let grants = members
            .filter(|(_, member)| !member.grants.is_empty())
            .flat_map(|(family, member)| member.grants.iter().map(move |grant| (family, grant)));
        let retirable = grants.filter(|(_, grant)| {
            let retiring = grant.terms.retiring.as_ref().and_then(GrantPrincipal::arn);
            retiring.is_some_and(|arn| grantee_name(arn) == name)
        });
        let paging = Paging {
            operation: Operation::ListRetirableGrants,
            limit: request.limit,
            default_limit: PAGE,
            marker: request.marker.as_deref(),
        };
        // Grants are in the order of their keys, and each key's in the order of ids.
        let page =
            page(retirable, &paging, |(family, grant)| Cow::Owned(format!("{} {}", family.id, grant.id)))?;
        let entries = page.entries.into_iter();
        let grants = entries.map(|(family, grant)| entry(grant, &family.arn(region))).collect();
        Ok(ListGrantsResponse { grants, next_marker: page.next_marker, truncated: page.truncated })
    }

    /// Principals that ListRetirableGrants can be asked about: those of the caller's account.
    fn check_retiring_principal(&self, principal: &GrantPrincipal, arn: &str) -> Result<(), KmsError> {
        if !arn.starts_with("arn:") {
            let text = format!("Retiring principal {arn} could not be found");
            return Err(Exception::NotFound.with(text));
        }
        self.check_principal(principal, "RetiringPrincipal does not refer to a valid principal.")?;
        if arn.split(':').nth(4) == Some(self.account().as_str()) {
            return Ok(());
        }
        Err(Exception::AccessDenied.with(format!(
            "User: {} is not authorized to perform: kms:ListRetirableGrants on resource: {arn}",
            self.caller.arn
        )))
    }

    /// The key and the grant that RetireGrant is about.
    fn grant_to_retire(&mut self, request: &RetireGrantRequest) -> Result<(ResolvedKey, GrantId), KmsError> {
        match (&request.grant_token, &request.key_id, &request.grant_id) {
            (Some(token), None, None) => {
                let (key, grant) = self.grant_of_token(token)?;
                let grant = grant.id.clone();
                let (family, _) = self.member(&key)?;
                let arn = family.arn(self.region).to_string();
                Ok((self.resolve(&arn, Accepts::IdOrArn)?, grant))
            }
            (None, Some(key_id), Some(grant_id)) => {
                if !key_id.starts_with("arn:") {
                    return Err(Exception::NotFound.with(format!("Invalid arn {key_id}")));
                }
                let key = self.resolve(key_id, Accepts::IdOrArn)?;
                Ok((key, GrantId::parse(grant_id).ok_or_else(no_such_grant)?))
            }
            _ => Err(Exception::Validation
                .with("You must specify either a GrantToken or both a KeyId and a GrantId, but not both.")),
        }
    }

    fn find_grant(&self, key: &KeyId, id: &GrantId) -> Result<&Grant, KmsError> {
        let (_, member) = self.member(key)?;
        member.grants.get(id).ok_or_else(no_such_grant)
    }

    pub(super) fn retire_grant(&mut self, request: &RetireGrantRequest) -> Result<(), KmsError> {
        let (key, id) = self.grant_to_retire(request)?;
        let grant = self.find_grant(&key.id, &id)?;
        self.authorise_retiring(&key, grant)?;
        self.remove_grant(&key.id, &id, request.dry_run)
    }

    pub(super) fn revoke_grant(&mut self, request: &RevokeGrantRequest) -> Result<(), KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        self.authorise_key(Operation::RevokeGrant.name(), &key, self.for_aws_resource())?;
        let id = GrantId::parse(&request.grant_id).ok_or_else(no_such_grant)?;
        self.find_grant(&key.id, &id)?;
        self.remove_grant(&key.id, &id, request.dry_run)
    }

    fn remove_grant(&mut self, key: &KeyId, id: &GrantId, is_dry_run: bool) -> Result<(), KmsError> {
        if is_dry_run {
            return Err(dry_run());
        }
        self.member_mut(key)?.grants.remove(id);
        Ok(())
    }
}

/// What KMS says of a filter that only AWS services can use.
fn only_for_services(member: &str) -> KmsError {
    Exception::AccessDenied.with(format!("{member} can be used only by AWS service principals."))
}
