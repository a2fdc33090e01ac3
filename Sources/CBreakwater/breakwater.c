#include "breakwater.h"
