import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

test.each(['compose.yaml', 'compose.plain.yaml'])(
  '%s passes each setting of .env on, and mounts the folders',
  (file) => {
    const { daymark } = parse(readFileSync(file, 'utf8')).services
    expect(daymark.env_file).toEqual([{ path: '.env', required: false }])
    // Names set here hide the same name in .env.
    const own = Object.entries(daymark.environment).filter(([name, value]) => !String(value).startsWith(`\${${name}:`))
    const fixed = file === 'compose.yaml' ? ['PUBLIC_URL', 'TRUSTED_PROXIES'] : []
    expect(own.map(([name]) => name).sort()).toEqual([...fixed, 'HOST', 'PORT', 'STATE_DIR'].sort())
    expect(daymark.environment).toMatchObject({ BACKUP_DIR: `\${BACKUP_DIR:+/backups}`, STATE_DIR: '/data' })
    expect(daymark.volumes).toEqual(['data:/data', './secrets:/run/secrets:ro', `\${BACKUP_DIR:-backups}:/backups`])
    expect(readFileSync('Dockerfile', 'utf8')).toContain('chown 1000:1000 /data /backups')
  },
)
