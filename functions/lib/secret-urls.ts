import { type Bindings, isDevelopment } from './env'

/** True where secrets may be sent: in production only over https, or to this machine itself. */
export const mayGetSecrets = (url: string, env: Bindings) => {
  const { protocol, hostname } = URL.parse(url) ?? { protocol: '', hostname: '' }
  const isSafe = isDevelopment(env) || /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
  return protocol === 'https:' || (protocol === 'http:' && isSafe)
}
