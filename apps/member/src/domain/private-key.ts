import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

const ivBytes = 12;
const tagBytes = 16;

/** Encrypts a private key at rest: AES-256-GCM, `iv ‖ tag ‖ ciphertext`, good only under this `kid`. */
export function sealPrivateKey(
  key: KeyObject,
  options: { kid: string; encryptionKey: Buffer },
): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', options.encryptionKey, iv);
  cipher.setAAD(Buffer.from(options.kid));
  const plain = key.export({ format: 'der', type: 'pkcs8' });
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return new Uint8Array(Buffer.concat([iv, cipher.getAuthTag(), sealed]));
}

/** Throws when `encryptionKey` or `kid` is not what the key was sealed with. */
export function openPrivateKey(
  sealed: Uint8Array,
  options: { kid: string; encryptionKey: Buffer },
): KeyObject {
  const bytes = Buffer.from(sealed);
  const iv = bytes.subarray(0, ivBytes);
  const decipher = createDecipheriv('aes-256-gcm', options.encryptionKey, iv, {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(options.kid));
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  try {
    const plain = Buffer.concat([
      decipher.update(bytes.subarray(ivBytes + tagBytes)),
      decipher.final(),
    ]);
    return createPrivateKey({ key: plain, format: 'der', type: 'pkcs8' });
  } catch (error) {
    throw new Error(`KEY_ENCRYPTION_KEY does not open the signing key ${options.kid}`, {
      cause: error,
    });
  }
}
