import fc from 'fast-check'
import { afterAll } from 'vitest'
import { seed } from '../scripts/shares'
import { removeFolders } from './testing-folders'

fc.configureGlobal({ seed: Number(seed) })
afterAll(removeFolders)
