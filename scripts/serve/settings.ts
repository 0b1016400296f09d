import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseAddressRanges } from '../../workers/server/addresses'
import { forwardedVariables } from '../variables'
import { transportOf } from './mailer'

type Environment = Record<string, string | undefined>

/** A setting, from its variable or the file that `<name>_FILE` names. Empty counts as not set. @throws Error where both are set */
const settingOf = (env: Environment, name: string) => {
  const file = env[`${name}_FILE`]
  if (file && env[name]) throw new Error(`Set ${name} or ${name}_FILE, not both.`)
  if (!file) return env[name] || undefined
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '') || undefined
  } catch (error) {
    throw new Error(`${name}_FILE can’t be read: ${(error as Error).message}.`)
  }
}

/** @throws Error where a secret is so short that it could be guessed (functions/lib/http/security.ts) */
export const requireLong = (name: string, secret?: string) => {
  if (secret && secret.length < 32) throw new Error(`${name} is too short. It needs at least 32 random characters.`)
}

/** Settings that each provider needs. */
const mailSettings = {
  smtp: ['MAIL_FROM', 'SMTP_URL'],
  resend: ['MAIL_FROM', 'MAIL_API_KEY'],
  mailgun: ['MAIL_FROM', 'MAIL_API_KEY'],
}

/** @throws Error where the mail provider is unknown, or lacks a setting */
const requireMail = (variables: Environment) => {
  const { MAIL_PROVIDER: name } = variables
  if (!name) return
  const needed = Object.entries(mailSettings).find(([one]) => one === name)?.[1]
  if (!needed) throw new Error(`MAIL_PROVIDER is “${name}”. Use one of: ${Object.keys(mailSettings).join(', ')}.`)
  const missing = needed.find((one) => !variables[one])
  if (missing) throw new Error(`MAIL_PROVIDER is “${name}”, which needs ${missing}.`)
}

const publicUrl = (text: string | undefined, isDevelopment: boolean) => {
  if (!text && isDevelopment) return undefined
  if (!text) throw new Error('Set PUBLIC_URL to the address that people open, such as https://daymark.example.')
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname + url.search + url.hash !== '/' || url.username)
    throw new Error(
      `PUBLIC_URL is “${text}”. Enter a scheme and a host without a path, such as https://daymark.example.`,
    )
  return url.origin
}

const portOf = (text = '8788') => {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`PORT is “${text}”. Enter 1 to 65535.`)
  return port
}

/** Checks ranges of addresses, and returns them as a list. @throws Error naming the setting */
const ranges = (name: string, text = '') => {
  try {
    parseAddressRanges(text)
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}.`)
  }
  return text.split(/[\s,]+/).filter((part) => part !== '')
}

const smtpOf = (address: string | undefined) => {
  if (address) transportOf(address)
  return address
}

export type Settings = ReturnType<typeof readSettings>

/** Settings of a server of one's own from its environment. @throws Error in words where one is wrong */
export const readSettings = (env: Environment) => {
  const isDevelopment = env.ENVIRONMENT === 'development'
  const address = publicUrl(settingOf(env, 'PUBLIC_URL'), isDevelopment)
  const port = portOf(env.PORT || undefined)
  const stateId = env.STATE_ID || 'daymark'
  if (!/^[\w-]{1,64}$/.test(stateId)) throw new Error('STATE_ID may have only letters, digits, - and _.')
  const state = resolve(env.STATE_DIR || 'data')
  const variables = Object.fromEntries(
    forwardedVariables.flatMap((name) => {
      const value = settingOf(env, name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
  const smtp = smtpOf(settingOf(env, 'SMTP_URL'))
  if (!isDevelopment) {
    for (const name of ['JWT_SECRET', 'JWT_SECRET_PREVIOUS']) requireLong(name, variables[name])
    requireMail({ ...variables, SMTP_URL: smtp })
    if (!/^(open|invited|closed)?$/.test(variables.SIGN_UP ?? ''))
      throw new Error(`SIGN_UP is “${variables.SIGN_UP}”. Use one of: open, invited, closed.`)
  }
  return {
    /** Folder of everything that is kept */
    state,
    stateId,
    host: env.HOST || 'localhost',
    port,
    trustedProxies: ranges('TRUSTED_PROXIES', env.TRUSTED_PROXIES),
    /** Private addresses that the server may ask all the same */
    allowedEgress: ranges('EGRESS_ALLOW', env.EGRESS_ALLOW),
    /** Address of the server that takes mails; undefined for none */
    smtp,
    /** A second folder for copies of the database; undefined for none */
    backups: env.BACKUP_DIR ? resolve(env.BACKUP_DIR) : undefined,
    /** File of certificates that are trusted in addition to the system's */
    certificates: env.NODE_EXTRA_CA_CERTS,
    /** Settings that the application reads */
    variables: {
      ...variables,
      ...(address && { PUBLIC_URL: address }),
      ...(isDevelopment && { LOCAL_URL: `http://localhost:${port}` }),
    } as Record<string, string>,
    isDevelopment,
    /** Port of workerd's inspector: DevTools profile the Worker there, by the names of its functions with MINIFY=off. */
    inspectorPort: env.INSPECTOR_PORT,
    hasLive: env.LIVE !== 'off',
  }
}
