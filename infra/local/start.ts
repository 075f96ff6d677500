/** `npm start`: only what has to happen before anything else is loaded. */
import { keepCompiledCode } from "./compiled-code.ts";

keepCompiledCode();
await import("./starting.ts");
