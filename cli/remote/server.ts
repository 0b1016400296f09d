import { Failure } from '../failure'

const isLocal = (host: string) =>
  host === 'localhost' || host.endsWith('.localhost') || /^(127(\.\d+){3}|\[::1\])$/.test(host)

/** The origin of a server address. Except on this machine it must be https, because a token travels over it. */
export const serverAddress = (typed: string) => {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url?.host || url.username || url.password) {
    throw new Failure('usage', 'The address of the server isn’t valid.', 'Enter it as https://daymark.example.')
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal(url.hostname))) {
    throw new Failure('usage', 'The address of the server must begin with https://, so that nobody can read the token.')
  }
  return url.origin
}

export const hostOf = (server: string) => (URL.canParse(server) ? new URL(server).host : server)
