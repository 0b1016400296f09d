import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const made: string[] = []

/** A temporary folder, which `removeFolders` removes. */
export const newFolder = (name: string) => {
  const folder = mkdtempSync(join(tmpdir(), `daymark-${name}-`))
  made.push(folder)
  return folder
}

export const removeFolders = () => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
}
