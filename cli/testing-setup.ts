import { afterAll } from 'vitest'
import { removeFolders } from './testing-folders'

afterAll(removeFolders)
