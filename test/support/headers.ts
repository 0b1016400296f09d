import style from '../../public/assets/style.json'

const policy =
  `default-src 'none'; script-src 'self'; style-src 'self' '${style.hash}'; ` +
  "img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; " +
  "object-src 'none'; frame-ancestors 'none'"

/** Exact headers of every answer. */
const always: Record<string, RegExp> = {
  'Content-Security-Policy': new RegExp(`^${policy.replaceAll(/[.*+]/g, '\\$&')}$`),
  'X-Content-Type-Options': /^nosniff$/,
  'Referrer-Policy': /^same-origin$/,
  'Permissions-Policy':
    /^clipboard-write=\(self\), idle-detection=\(self\)(, publickey-credentials-(create|get)=\(self\)){2}(, [a-z-]+=\(\)){25}$/,
  'Cross-Origin-Opener-Policy': /^same-origin$/,
  'Cache-Control': /^no-store$/,
  'X-Request-Id': /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
}

/** A redirect to a path on this site. */
const here = /^\/(?![/\\])[\x21-\x7e]*$/

const cookie = /^(session|flash|github|style|passkey-later)=[^;]*; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/
const secureCookie =
  /^(__Host-(session|flash|github|passkey-later)|style)=[^;]*; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/
const removal = /^(__Host-)?(session|org|email|flash|github)=; Max-Age=0; Path=\/(; Secure)?$/

const wrongCookies = (answer: Response, isSecure: boolean) =>
  answer.headers
    .getSetCookie()
    .filter((one) => !removal.test(one) && !(isSecure ? secureCookie : cookie).test(one))
    .map((one) => `Set-Cookie: ${one}`)

/** Headers of an answer that differ from those. */
export const wrongHeaders = (answer: Response, { production = false, secure = false, crossOrigin = false } = {}) => {
  const { headers } = answer
  const wrong = Object.entries(always)
    .filter(([name, value]) => !value.test(headers.get(name) ?? ''))
    .map(([name]) => `${name}: ${headers.get(name)}`)
  if (headers.get('Strict-Transport-Security') !== (production ? 'max-age=63072000' : null)) {
    wrong.push(`Strict-Transport-Security: ${headers.get('Strict-Transport-Security')}`)
  }
  if (headers.has('Server-Timing') === production) wrong.push('Server-Timing')
  if (headers.has('Access-Control-Allow-Origin') !== crossOrigin) wrong.push('Access-Control-Allow-Origin')
  if (headers.has('Access-Control-Allow-Credentials')) wrong.push('Access-Control-Allow-Credentials')
  for (const name of ['Location', 'HX-Redirect']) {
    const place = headers.get(name)
    if (place !== null && !here.test(place)) wrong.push(`${name}: ${place}`)
  }
  const type = headers.get('Content-Type')
  if (type?.startsWith('text/html') && headers.has('ETag')) wrong.push('ETag')
  if (type?.startsWith('text/') && !/charset=utf-8/i.test(type)) wrong.push(`Content-Type: ${type}`)
  return [...wrong, ...wrongCookies(answer, secure)]
}
