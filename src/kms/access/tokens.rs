//! The grant tokens of a request.

use crate::kms::{
    Exception, Grant, GrantId, GrantToken, KeyId, KmsError,
    api::{
        CreateGrantRequest, DecapsulateRequest, DecryptRequest, DeriveSharedSecretRequest,
        DescribeKeyRequest, EncapsulateRequest, EncryptRequest, GenerateDataKeyPairRequest,
        GenerateDataKeyPairWithoutPlaintextRequest, GenerateDataKeyRequest,
        GenerateDataKeyWithoutPlaintextRequest, GenerateMacRequest, GetPublicKeyRequest, ReEncryptRequest,
        Request, SignRequest, VerifyMacRequest, VerifyRequest,
    },
    service::Handling,
};

impl Request {
    /// The grant tokens that the request hands in.
    pub fn grant_tokens(&self) -> &[String] {
        match self {
            Self::CreateGrant(CreateGrantRequest { grant_tokens, .. })
            | Self::Decapsulate(DecapsulateRequest { grant_tokens, .. })
            | Self::Decrypt(DecryptRequest { grant_tokens, .. })
            | Self::DeriveSharedSecret(DeriveSharedSecretRequest { grant_tokens, .. })
            | Self::DescribeKey(DescribeKeyRequest { grant_tokens, .. })
            | Self::Encapsulate(EncapsulateRequest { grant_tokens, .. })
            | Self::Encrypt(EncryptRequest { grant_tokens, .. })
            | Self::GenerateDataKey(GenerateDataKeyRequest { grant_tokens, .. })
            | Self::GenerateDataKeyPair(GenerateDataKeyPairRequest { grant_tokens, .. })
            | Self::GenerateDataKeyPairWithoutPlaintext(GenerateDataKeyPairWithoutPlaintextRequest {
                grant_tokens,
                ..
            })
            | Self::GenerateDataKeyWithoutPlaintext(GenerateDataKeyWithoutPlaintextRequest {
                grant_tokens,
                ..
            })
            | Self::GenerateMac(GenerateMacRequest { grant_tokens, .. })
            | Self::GetPublicKey(GetPublicKeyRequest { grant_tokens, .. })
            | Self::ReEncrypt(ReEncryptRequest { grant_tokens, .. })
            | Self::Sign(SignRequest { grant_tokens, .. })
            | Self::Verify(VerifyRequest { grant_tokens, .. })
            | Self::VerifyMac(VerifyMacRequest { grant_tokens, .. }) => grant_tokens,
            _ => &[],
        }
    }
}

impl Handling<'_, '_> {
    /// The grants that the request's tokens are of, on whichever key of this Region.
    ///
    /// # Errors
    /// `InvalidGrantTokenException` for a text that is no token of a grant that is there.
    pub(super) fn presented_grants(&self) -> Result<Vec<GrantId>, KmsError> {
        let tokens = self.grant_tokens.iter();
        tokens.map(|token| Ok(self.grant_of_token(token)?.1.id.clone())).collect()
    }

    /// The grant that issued a token, and its key.
    ///
    /// # Errors
    /// `InvalidGrantTokenException`.
    pub(in crate::kms) fn grant_of_token(&self, token: &str) -> Result<(KeyId, &Grant), KmsError> {
        let invalid = || Exception::InvalidGrantToken.without_message();
        let token = GrantToken::parse(token).ok_or_else(invalid)?;
        let (_, member) = self.service.store.member(&token.key, self.region).ok_or_else(invalid)?;
        let grant = member.grants.get(&token.grant).filter(|grant| grant.issued(&token));
        Ok((token.key.clone(), grant.ok_or_else(invalid)?))
    }
}
