export { type DemoPlace, type DemoSandbox, provideDemo } from './host.ts'
export { demoAvailable, loadDemo } from './load-demo.ts'
