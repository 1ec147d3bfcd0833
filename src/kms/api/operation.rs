//! The operations as one type each way: [`Request`] in, [`Response`] out.

use serde::{Deserialize, Serialize};

use super::*;
use crate::kms::{KmsError, validate::Violations};

/// A request that can be put to a KMS endpoint, with the response that answers it.
pub trait KmsRequest: Into<Request> {
    /// The shape that answers the request.
    type Response;

    /// The answer out of a [`Response`], if it is of this operation.
    fn answer(response: Response) -> Option<Self::Response>;
}

/// Declares the operations: the enum of requests, the enum of responses, the enum of names.
macro_rules! operations {
    ($($(#[doc = $doc:literal])* $name:ident($request:ident) -> $response:ty, $access:ident;)+) => {
        /// The name of an operation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Operation { $($(#[doc = $doc])* $name,)+ }

        impl Operation {
            /// Every operation, in the order of this file.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The operation's name in the API.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)+ }
            }

            /// What the operation does, in a sentence.
            pub fn summary(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),*).trim(),)+ }
            }

            /// The operation with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $(stringify!($name) => Some(Self::$name),)+ _ => None }
            }

            /// The members of its request.
            pub fn members(self) -> &'static [MemberSpec] {
                match self { $(Self::$name => <$request as Members>::MEMBERS,)+ }
            }

            /// Whether the operation changes nothing, as a trail record's `readOnly` says.
            pub fn is_read_only(self) -> bool {
                match self { $(Self::$name => operations!(@ $access),)+ }
            }
        }

        /// What a client asks of a KMS endpoint.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub enum Request { $($(#[doc = $doc])* $name($request),)+ }

        impl Request {
            /// Which operation is asked for.
            pub fn operation(&self) -> Operation {
                match self { $(Self::$name(_) => Operation::$name,)+ }
            }

            /// Holds every member against the model, and notes what breaks it.
            pub(super) fn check(&self, violations: &mut Violations) {
                match self { $(Self::$name(request) => request.check_members(None, violations),)+ }
            }

            /// Reads the members of a request from a JSON object.
            pub(super) fn from_members(
                operation: Operation,
                members: serde_json::Value,
            ) -> Result<Self, serde_json::Error> {
                match operation { $(Operation::$name => serde_json::from_value(members).map(Self::$name),)+ }
            }
        }

        /// What a KMS endpoint answers.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(untagged)]
        pub enum Response { $($(#[doc = $doc])* $name($response),)+ }

        $(
            impl From<$request> for Request {
                fn from(request: $request) -> Self {
                    Self::$name(request)
                }
            }

            impl KmsRequest for $request {
                type Response = $response;

                fn answer(response: Response) -> Option<Self::Response> {
                    match response { Response::$name(answer) => Some(answer), _ => None }
                }
            }
        )+
    };
    (@ reads) => { true };
    (@ changes) => { false };
}

operations! {
    /// Removes the date of a scheduled deletion.
    CancelKeyDeletion(CancelKeyDeletionRequest) -> CancelKeyDeletionResponse, changes;
    /// Connects a custom key store to what stands behind it.
    ConnectCustomKeyStore(ConnectCustomKeyStoreRequest) -> EmptyResponse, changes;
    /// Names a key.
    CreateAlias(CreateAliasRequest) -> (), changes;
    /// Makes a custom key store.
    CreateCustomKeyStore(CreateCustomKeyStoreRequest) -> CreateCustomKeyStoreResponse, changes;
    /// Allows a grantee to use a key.
    CreateGrant(CreateGrantRequest) -> CreateGrantResponse, changes;
    /// Makes a key.
    CreateKey(CreateKeyRequest) -> CreateKeyResponse, changes;
    /// Opens an encapsulated shared secret.
    Decapsulate(DecapsulateRequest) -> DecapsulateResponse, reads;
    /// Opens a ciphertext.
    Decrypt(DecryptRequest) -> DecryptResponse, reads;
    /// Removes a name.
    DeleteAlias(DeleteAliasRequest) -> (), changes;
    /// Removes a custom key store.
    DeleteCustomKeyStore(DeleteCustomKeyStoreRequest) -> EmptyResponse, changes;
    /// Removes imported material.
    DeleteImportedKeyMaterial(DeleteImportedKeyMaterialRequest) -> DeleteImportedKeyMaterialResponse, changes;
    /// Agrees on a secret with the owner of another key pair.
    DeriveSharedSecret(DeriveSharedSecretRequest) -> DeriveSharedSecretResponse, reads;
    /// Tells of custom key stores.
    DescribeCustomKeyStores(DescribeCustomKeyStoresRequest) -> DescribeCustomKeyStoresResponse, reads;
    /// Tells all of a key but its material.
    DescribeKey(DescribeKeyRequest) -> DescribeKeyResponse, reads;
    /// Switches a key off.
    DisableKey(DisableKeyRequest) -> (), changes;
    /// Ends automatic rotation.
    DisableKeyRotation(DisableKeyRotationRequest) -> (), changes;
    /// Disconnects a custom key store.
    DisconnectCustomKeyStore(DisconnectCustomKeyStoreRequest) -> EmptyResponse, changes;
    /// Switches a key on.
    EnableKey(EnableKeyRequest) -> (), changes;
    /// Starts automatic rotation.
    EnableKeyRotation(EnableKeyRotationRequest) -> (), changes;
    /// Makes a shared secret, plain and encapsulated.
    Encapsulate(EncapsulateRequest) -> EncapsulateResponse, reads;
    /// Closes up to 4096 bytes.
    Encrypt(EncryptRequest) -> EncryptResponse, reads;
    /// Makes a data key, plain and encrypted.
    GenerateDataKey(GenerateDataKeyRequest) -> GenerateDataKeyResponse, reads;
    /// Makes a data key pair, its private key plain and encrypted.
    GenerateDataKeyPair(GenerateDataKeyPairRequest) -> GenerateDataKeyPairResponse, reads;
    /// Makes a data key pair, its private key encrypted only.
    GenerateDataKeyPairWithoutPlaintext(GenerateDataKeyPairWithoutPlaintextRequest)
        -> GenerateDataKeyPairWithoutPlaintextResponse, reads;
    /// Makes a data key, encrypted only.
    GenerateDataKeyWithoutPlaintext(GenerateDataKeyWithoutPlaintextRequest)
        -> GenerateDataKeyWithoutPlaintextResponse, reads;
    /// Makes a MAC.
    GenerateMac(GenerateMacRequest) -> GenerateMacResponse, reads;
    /// Makes random bytes.
    GenerateRandom(GenerateRandomRequest) -> GenerateRandomResponse, reads;
    /// Tells when a key was last used.
    GetKeyLastUsage(GetKeyLastUsageRequest) -> GetKeyLastUsageResponse, reads;
    /// Tells the key policy.
    GetKeyPolicy(GetKeyPolicyRequest) -> GetKeyPolicyResponse, reads;
    /// Tells how rotation is set.
    GetKeyRotationStatus(GetKeyRotationStatusRequest) -> GetKeyRotationStatusResponse, reads;
    /// Makes a wrapping key and a token for an import.
    GetParametersForImport(GetParametersForImportRequest) -> GetParametersForImportResponse, reads;
    /// Tells the public key of a key pair.
    GetPublicKey(GetPublicKeyRequest) -> GetPublicKeyResponse, reads;
    /// Takes in material that was made elsewhere.
    ImportKeyMaterial(ImportKeyMaterialRequest) -> ImportKeyMaterialResponse, changes;
    /// Lists names.
    ListAliases(ListAliasesRequest) -> ListAliasesResponse, reads;
    /// Lists a key's grants.
    ListGrants(ListGrantsRequest) -> ListGrantsResponse, reads;
    /// Lists the names of key policies, of which there is one.
    ListKeyPolicies(ListKeyPoliciesRequest) -> ListKeyPoliciesResponse, reads;
    /// Lists completed rotations.
    ListKeyRotations(ListKeyRotationsRequest) -> ListKeyRotationsResponse, reads;
    /// Lists keys.
    ListKeys(ListKeysRequest) -> ListKeysResponse, reads;
    /// Lists a key's tags.
    ListResourceTags(ListResourceTagsRequest) -> ListResourceTagsResponse, reads;
    /// Lists the grants that a principal may retire.
    ListRetirableGrants(ListRetirableGrantsRequest) -> ListGrantsResponse, reads;
    /// Replaces the key policy.
    PutKeyPolicy(PutKeyPolicyRequest) -> (), changes;
    /// Opens a ciphertext and closes it under another key, inside KMS.
    ReEncrypt(ReEncryptRequest) -> ReEncryptResponse, reads;
    /// Makes a replica in another Region.
    ReplicateKey(ReplicateKeyRequest) -> ReplicateKeyResponse, changes;
    /// Gives a grant up.
    RetireGrant(RetireGrantRequest) -> (), changes;
    /// Takes a grant away.
    RevokeGrant(RevokeGrantRequest) -> (), changes;
    /// Makes new key material at once.
    RotateKeyOnDemand(RotateKeyOnDemandRequest) -> RotateKeyOnDemandResponse, changes;
    /// Sets the date of a key's deletion.
    ScheduleKeyDeletion(ScheduleKeyDeletionRequest) -> ScheduleKeyDeletionResponse, changes;
    /// Makes a signature.
    Sign(SignRequest) -> SignResponse, reads;
    /// Adds or overwrites tags.
    TagResource(TagResourceRequest) -> (), changes;
    /// Removes tags.
    UntagResource(UntagResourceRequest) -> (), changes;
    /// Points a name to another key.
    UpdateAlias(UpdateAliasRequest) -> (), changes;
    /// Changes how a custom key store reaches what stands behind it.
    UpdateCustomKeyStore(UpdateCustomKeyStoreRequest) -> EmptyResponse, changes;
    /// Replaces the description.
    UpdateKeyDescription(UpdateKeyDescriptionRequest) -> (), changes;
    /// Makes a replica the primary.
    UpdatePrimaryRegion(UpdatePrimaryRegionRequest) -> (), changes;
    /// Checks a signature.
    Verify(VerifyRequest) -> VerifyResponse, reads;
    /// Checks a MAC.
    VerifyMac(VerifyMacRequest) -> VerifyMacResponse, reads;
}

impl Request {
    /// Holds the request's members against the limits of the model.
    ///
    /// # Errors
    /// `ValidationException` that names every member that breaks one.
    pub fn validate(&self) -> Result<(), KmsError> {
        let mut violations = Violations::default();
        self.check(&mut violations);
        violations.into_result()
    }
}
