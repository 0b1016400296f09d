const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/PowerShell\//, 'PowerShell'],
  [/^curl\//, 'curl'],
  [/^Wget\//, 'Wget'],
  [/^python/i, 'Python'],
  [/^(node|undici)$/, 'Node.js'],
  [/^Go-http-client\//, 'Go'],
]

const systems: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

const named = (list: [RegExp, string][], userAgent: string) => list.find(([pattern]) => pattern.test(userAgent))?.[1]

/** Names a device by its User-Agent header: `Firefox on Linux`. For display only. */
export const deviceName = (userAgent: string | undefined) => {
  const browser = named(browsers, userAgent ?? '') ?? 'an unknown device'
  const system = named(systems, userAgent ?? '')
  return system ? `${browser} on ${system}` : browser
}
