// Lets the engine work beside the page on what is large: the page does not stand still meanwhile, and
// all memory that it took is given back with the worker.

/** Bytes from which on work is done beside the page. */
const LARGE = 512 * 1024;

/** The script of the page, which is that of the worker too. */
const pageScript = globalThis.document?.currentScript;

/** Ask the engine about something that may be large. */
async function askBeside(name, ...values) {
  if (!values.some((value) => value.length > LARGE)) return engine[name](...values);
  try {
    return await inWorker(name, values);
  } catch (error) {
    // Some browsers allow no worker to a page from a file.
    console.warn(error);
    return engine[name](...values);
  }
}

function inWorker(name, values) {
  return new Promise((resolve, reject) => {
    const url = URL.createObjectURL(new Blob([pageScript.textContent], { type: "text/javascript" }));
    const worker = new Worker(url);
    const end = (settle, value) => {
      worker.terminate();
      URL.revokeObjectURL(url);
      settle(value);
    };
    worker.onmessage = (e) => end(resolve, e.data);
    worker.onerror = (e) => {
      e.preventDefault();
      end(reject, e.message);
    };
    worker.onmessageerror = worker.onerror;
    worker.postMessage({ module: engine.module, name, values });
  });
}

/** What the script does in a worker: answer one question. */
function workBeside() {
  globalThis.onmessage = ({ data: { module, name, values } }) => {
    offer(module);
    postMessage(engine[name](...values));
  };
}
