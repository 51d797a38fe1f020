import { config } from 'zod'

// Imported first: zod would otherwise try `new Function` when the contract's schemas are made, and the
// page's content security policy reports that.
config({ jitless: true })
