/** For `node --import`: prints the files of all modules that were loaded after it, when the process ends. */
import { registerHooks } from 'node:module'

const files: string[] = []
registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:')) files.push(url)
    return nextLoad(url, context)
  },
})
process.once('exit', () => console.log(JSON.stringify(files)))
