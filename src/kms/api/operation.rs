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
    /// Cancels the scheduled deletion of a KMS key, which is then disabled.
    CancelKeyDeletion(CancelKeyDeletionRequest) -> CancelKeyDeletionResponse, changes;
    /// Connects a custom key store to what stands behind it.
    ConnectCustomKeyStore(ConnectCustomKeyStoreRequest) -> EmptyResponse, changes;
    /// Creates an alias, a name for a KMS key.
    CreateAlias(CreateAliasRequest) -> (), changes;
    /// Creates a custom key store.
    CreateCustomKeyStore(CreateCustomKeyStoreRequest) -> CreateCustomKeyStoreResponse, changes;
    /// Allows a grantee to use a key.
    CreateGrant(CreateGrantRequest) -> CreateGrantResponse, changes;
    /// Creates a KMS key.
    CreateKey(CreateKeyRequest) -> CreateKeyResponse, changes;
    /// Decapsulates a shared secret with a KMS key.
    Decapsulate(DecapsulateRequest) -> DecapsulateResponse, reads;
    /// Decrypts ciphertext that was encrypted under a KMS key.
    Decrypt(DecryptRequest) -> DecryptResponse, reads;
    /// Deletes an alias.
    DeleteAlias(DeleteAliasRequest) -> (), changes;
    /// Deletes a custom key store.
    DeleteCustomKeyStore(DeleteCustomKeyStoreRequest) -> EmptyResponse, changes;
    /// Deletes imported key material.
    DeleteImportedKeyMaterial(DeleteImportedKeyMaterialRequest) -> DeleteImportedKeyMaterialResponse, changes;
    /// Derives a shared secret with the public key of another party.
    DeriveSharedSecret(DeriveSharedSecretRequest) -> DeriveSharedSecretResponse, reads;
    /// Describes custom key stores.
    DescribeCustomKeyStores(DescribeCustomKeyStoresRequest) -> DescribeCustomKeyStoresResponse, reads;
    /// Describes a KMS key: all but its key material.
    DescribeKey(DescribeKeyRequest) -> DescribeKeyResponse, reads;
    /// Disables a KMS key.
    DisableKey(DisableKeyRequest) -> (), changes;
    /// Disables automatic rotation.
    DisableKeyRotation(DisableKeyRotationRequest) -> (), changes;
    /// Disconnects a custom key store.
    DisconnectCustomKeyStore(DisconnectCustomKeyStoreRequest) -> EmptyResponse, changes;
    /// Enables a KMS key.
    EnableKey(EnableKeyRequest) -> (), changes;
    /// Enables automatic rotation.
    EnableKeyRotation(EnableKeyRotationRequest) -> (), changes;
    /// Encapsulates a new shared secret, given in plaintext, too.
    Encapsulate(EncapsulateRequest) -> EncapsulateResponse, reads;
    /// Encrypts plaintext of up to 4,096 bytes under a KMS key.
    Encrypt(EncryptRequest) -> EncryptResponse, reads;
    /// Generates a data key, in plaintext and encrypted.
    GenerateDataKey(GenerateDataKeyRequest) -> GenerateDataKeyResponse, reads;
    /// Generates a data key pair, its private key in plaintext and encrypted.
    GenerateDataKeyPair(GenerateDataKeyPairRequest) -> GenerateDataKeyPairResponse, reads;
    /// Generates a data key pair, its private key encrypted only.
    GenerateDataKeyPairWithoutPlaintext(GenerateDataKeyPairWithoutPlaintextRequest)
        -> GenerateDataKeyPairWithoutPlaintextResponse, reads;
    /// Generates a data key, encrypted only.
    GenerateDataKeyWithoutPlaintext(GenerateDataKeyWithoutPlaintextRequest)
        -> GenerateDataKeyWithoutPlaintextResponse, reads;
    /// Generates a MAC of a message.
    GenerateMac(GenerateMacRequest) -> GenerateMacResponse, reads;
    /// Generates random bytes.
    GenerateRandom(GenerateRandomRequest) -> GenerateRandomResponse, reads;
    /// Gets when a KMS key was last used.
    GetKeyLastUsage(GetKeyLastUsageRequest) -> GetKeyLastUsageResponse, reads;
    /// Gets the key policy.
    GetKeyPolicy(GetKeyPolicyRequest) -> GetKeyPolicyResponse, reads;
    /// Gets how rotation is set.
    GetKeyRotationStatus(GetKeyRotationStatusRequest) -> GetKeyRotationStatusResponse, reads;
    /// Gets a wrapping key and an import token.
    GetParametersForImport(GetParametersForImportRequest) -> GetParametersForImportResponse, reads;
    /// Gets the public key of an asymmetric KMS key.
    GetPublicKey(GetPublicKeyRequest) -> GetPublicKeyResponse, reads;
    /// Imports key material that was made elsewhere.
    ImportKeyMaterial(ImportKeyMaterialRequest) -> ImportKeyMaterialResponse, changes;
    /// Lists aliases.
    ListAliases(ListAliasesRequest) -> ListAliasesResponse, reads;
    /// Lists a key's grants.
    ListGrants(ListGrantsRequest) -> ListGrantsResponse, reads;
    /// Lists the names of key policies, of which there is one.
    ListKeyPolicies(ListKeyPoliciesRequest) -> ListKeyPoliciesResponse, reads;
    /// Lists completed rotations.
    ListKeyRotations(ListKeyRotationsRequest) -> ListKeyRotationsResponse, reads;
    /// Lists KMS keys.
    ListKeys(ListKeysRequest) -> ListKeysResponse, reads;
    /// Lists a key's tags.
    ListResourceTags(ListResourceTagsRequest) -> ListResourceTagsResponse, reads;
    /// Lists the grants that a principal may retire.
    ListRetirableGrants(ListRetirableGrantsRequest) -> ListGrantsResponse, reads;
    /// Replaces the key policy.
    PutKeyPolicy(PutKeyPolicyRequest) -> (), changes;
    /// Decrypts ciphertext and encrypts it under another KMS key, inside KMS.
    ReEncrypt(ReEncryptRequest) -> ReEncryptResponse, reads;
    /// Replicates a multi-Region primary key to another Region.
    ReplicateKey(ReplicateKeyRequest) -> ReplicateKeyResponse, changes;
    /// Retires a grant, as one whom it serves.
    RetireGrant(RetireGrantRequest) -> (), changes;
    /// Revokes a grant, as one who looks after the key.
    RevokeGrant(RevokeGrantRequest) -> (), changes;
    /// Rotates the key material at once.
    RotateKeyOnDemand(RotateKeyOnDemandRequest) -> RotateKeyOnDemandResponse, changes;
    /// Schedules the deletion of a KMS key.
    ScheduleKeyDeletion(ScheduleKeyDeletionRequest) -> ScheduleKeyDeletionResponse, changes;
    /// Signs a message or a digest.
    Sign(SignRequest) -> SignResponse, reads;
    /// Adds or overwrites tags.
    TagResource(TagResourceRequest) -> (), changes;
    /// Removes tags.
    UntagResource(UntagResourceRequest) -> (), changes;
    /// Points an alias to another KMS key.
    UpdateAlias(UpdateAliasRequest) -> (), changes;
    /// Updates how a custom key store reaches what stands behind it.
    UpdateCustomKeyStore(UpdateCustomKeyStoreRequest) -> EmptyResponse, changes;
    /// Updates the description.
    UpdateKeyDescription(UpdateKeyDescriptionRequest) -> (), changes;
    /// Makes a replica key the primary key of its set.
    UpdatePrimaryRegion(UpdatePrimaryRegionRequest) -> (), changes;
    /// Verifies a signature.
    Verify(VerifyRequest) -> VerifyResponse, reads;
    /// Verifies a MAC.
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
