import { type Bindings, isDevelopment } from './env'

/** Whether secrets may be sent to an address: in production only encrypted, or to this machine itself. */
export const mayGetSecrets = (url: string, env: Bindings) => {
  const { protocol, hostname } = URL.parse(url) ?? { protocol: '', hostname: '' }
  const isSafe = isDevelopment(env) || /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
  return protocol === 'https:' || (protocol === 'http:' && isSafe)
}
