// Starts the compiler where there is no snapshot of it.
import { serve } from "./main.js";

serve();
