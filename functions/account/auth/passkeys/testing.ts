import { origin } from '../../../../test/support/client'

const bytes = (text: string) => new TextEncoder().encode(text)
const base64url = (some: Uint8Array) => some.toBase64({ alphabet: 'base64url', omitPadding: true })
const sha256 = async (some: Uint8Array) => new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(some)))

const joined = (...parts: (Uint8Array | number[])[]) => Uint8Array.from(parts.flatMap((part) => [...part]))

/** An integer of ECDSA as DER has it. */
const derInteger = (raw: Uint8Array) => {
  const first = raw.findIndex((byte) => byte !== 0)
  const short = raw.slice(first)
  const padded = (short[0] ?? 0) > 127 ? joined([0], short) : short
  return joined([2, padded.length], padded)
}

type Says = { origin?: string; flags?: number; rpId?: string; challenge?: string }

const present = 0x01
const verified = 0x04
const attested = 0x40

/** A passkey of a device, as software. `says` spoils what it sends. */
export const softwarePasskey = async () => {
  const pair = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair
  const credential = crypto.getRandomValues(new Uint8Array(32))
  const id = base64url(credential)
  let counter = 0

  const authenticatorData = async (flags: number, rpId: string, rest: Uint8Array) => {
    counter += 1
    return joined(await sha256(bytes(rpId)), [flags, 0, 0, counter >> 8, counter & 255], rest)
  }
  const clientData = (type: string, challenge: string, says: Says) =>
    bytes(JSON.stringify({ type, challenge: says.challenge ?? challenge, origin: says.origin ?? origin }))

  const create = async ({ challenge }: { challenge: string }, says: Says = {}) => {
    const raw = new Uint8Array((await crypto.subtle.exportKey('raw', pair.publicKey)) as ArrayBuffer)
    const cose = joined(
      [0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32],
      raw.slice(1, 33),
      [0x22, 0x58, 32],
      raw.slice(33),
    )
    const own = joined(new Uint8Array(16), [0, 32], credential, cose)
    const data = await authenticatorData(says.flags ?? present | verified | attested, says.rpId ?? 'localhost', own)
    const attestation = joined(
      [0xa3, 0x63],
      bytes('fmt'),
      [0x64],
      bytes('none'),
      [0x67],
      bytes('attStmt'),
      [0xa0, 0x68],
      bytes('authData'),
      [0x58, data.length],
      data,
    )
    return {
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: base64url(clientData('webauthn.create', challenge, says)),
        attestationObject: base64url(attestation),
        transports: ['internal'],
      },
    }
  }

  const get = async ({ challenge }: { challenge: string }, says: Says = {}) => {
    const data = await authenticatorData(says.flags ?? present | verified, says.rpId ?? 'localhost', new Uint8Array())
    const client = clientData('webauthn.get', challenge, says)
    const signed = joined(data, await sha256(client))
    const raw = new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, signed))
    const [r, s] = [derInteger(raw.slice(0, 32)), derInteger(raw.slice(32))]
    return {
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: base64url(client),
        authenticatorData: base64url(data),
        signature: base64url(joined([0x30, r.length + s.length], r, s)),
      },
    }
  }
  return { id, create, get }
}
