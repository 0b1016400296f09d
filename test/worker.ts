import { app } from '../functions/app'

export default app
