//! Elliptic-curve private keys as PKCS #8, in the form that KMS gives them: the curve is named a second time inside
//! the key (RFC 5915, `parameters`), and the public key stands behind it.

use super::der;

const SEQUENCE: u8 = 0x30;
const OBJECT_ID: u8 = 0x06;
const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const BITS: u8 = 0x03;
const EXPLICIT_0: u8 = 0xa0;
const EXPLICIT_1: u8 = 0xa1;
/// 1.2.840.10045.2.1
const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];

/// A curve's object id, as DER has it.
pub(super) type Curve = &'static [u8];
/// 1.2.840.10045.3.1.7
pub(super) const P256: Curve = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
/// 1.3.132.0.34
pub(super) const P384: Curve = &[0x2b, 0x81, 0x04, 0x00, 0x22];
/// 1.3.132.0.35
pub(super) const P521: Curve = &[0x2b, 0x81, 0x04, 0x00, 0x23];
/// 1.3.132.0.10
pub(super) const K256: Curve = &[0x2b, 0x81, 0x04, 0x00, 0x0a];

/// One element.
fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() + 4);
    der::push(&mut out, tag, content);
    out
}

/// PKCS #8 of a scalar and its point in uncompressed form.
pub(super) fn to_pkcs8(curve: Curve, scalar: &[u8], point: &[u8]) -> Vec<u8> {
    let bits = [&[0], point].concat(); // no unused bits
    wrap(curve, scalar, &element(EXPLICIT_1, &element(BITS, &bits)))
}

/// PKCS #8 of a scalar alone, as it may be imported.
#[cfg(test)]
pub(super) fn without_point(curve: Curve, scalar: &[u8]) -> Vec<u8> {
    wrap(curve, scalar, &[])
}

fn wrap(curve: Curve, scalar: &[u8], point: &[u8]) -> Vec<u8> {
    let name = element(OBJECT_ID, curve);
    let key =
        [&element(INTEGER, &[1])[..], &element(OCTETS, scalar), &element(EXPLICIT_0, &name), point].concat();
    let algorithm = [element(OBJECT_ID, EC_PUBLIC_KEY), name].concat();
    let info =
        [element(INTEGER, &[0]), element(SEQUENCE, &algorithm), element(OCTETS, &element(SEQUENCE, &key))]
            .concat();
    element(SEQUENCE, &info)
}
