import { runNotes } from './page'

runNotes()
