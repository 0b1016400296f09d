import { textMember } from '../../../lib/resource/members'
import { isSameSecret } from '../../../lib/secrets'

/** Passphrase field; empty for no passphrase. */
export const passphraseMember = textMember(200, {
  none: 'Enter the passphrase as text',
  subject: 'A passphrase has',
}).refine((text) => text === '' || text.length >= 8, 'Use at least 8 characters')

/** Maximum number of PBKDF2 iterations that workerd allows. */
const iterations = 100_000

const derived = async (passphrase: string, salt: Uint8Array<ArrayBuffer>) => {
  const key = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(passphrase.normalize('NFC')),
    'PBKDF2',
    false,
    ['deriveBits'],
  )
  const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, key, 256)
  return new Uint8Array(bits).toHex()
}

/** Stored form of a passphrase: salt and PBKDF2-HMAC-SHA-256 (RFC 8018), in hex. */
export const passphraseHash = async (passphrase: string) => {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  return `${salt.toHex()} ${await derived(passphrase, salt)}`
}

/** True if a passphrase matches a stored hash. */
export const matchesPassphrase = async (passphrase: string, stored: string) => {
  const [salt = '', hash = ''] = stored.split(' ')
  return isSameSecret(await derived(passphrase, Uint8Array.fromHex(salt)), hash)
}
