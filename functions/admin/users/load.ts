import { loads } from '../../lib/load'
import { person } from './queries'

export const loadPerson = loads('person', (c, id) => person(c.env.DB, id))
