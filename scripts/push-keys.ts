import { generateKeyPairSync } from 'node:crypto'

/** A new pair of keys of Web Push (RFC 8292), as the settings have it. */
export const newPushKeys = () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '', d = '' } = privateKey.export({ format: 'jwk' })
  const point = [Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]
  return { VAPID_PUBLIC_KEY: Buffer.concat(point).toString('base64url'), VAPID_PRIVATE_KEY: d }
}

/**
 * Contact for push services: the setting, else the sender address of mail, else the address of the server.
 * @throws Error with a message if it is no real address, because Apple then refuses every push
 */
export const contactOf = ({ VAPID_SUBJECT: set, MAIL_FROM, PUBLIC_URL }: Record<string, string | undefined>) => {
  const mail = /<([^<>]+)>\s*$/.exec(MAIL_FROM ?? '')?.[1] ?? MAIL_FROM
  const subject = set ?? (mail ? `mailto:${mail}` : PUBLIC_URL)
  if (set !== undefined && !/^(mailto:[^@\s]+@[^@\s]+\.[^@\s]+|https:\/\/[^\s/]+\.[^\s/]+.*)$/.test(set))
    throw new Error(
      `VAPID_SUBJECT is “${set}”. It is a real mailto: or https: address, such as mailto:you@example.org.`,
    )
  return subject
}
