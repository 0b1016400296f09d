import { runNotes } from './notes/page'

runNotes()
