// migcoop: reads the command line and hands it to a command.
#include <fcntl.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/messages.h"
#include "cli/signals.h"

// A standard stream that is closed must not become the number of the next file that is opened. Opened the wrong way
// round, so that using it still fails.
static void reserve_streams(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) == -1)
            (void)open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

static int misused(const struct options *o, const struct mig_error *error) {
    int exit_status = command_fail(error);
    if (error->status == MIG_EUSAGE && o->command != COMMAND_NONE)
        message_note("see migcoop help for the options and commands");
    return exit_status;
}

static int run(const struct options *o) {
    static int (*const commands[COMMANDS])(const struct options *) = {
        [COMMAND_EXTRACT] = command_extract, [COMMAND_EXPORT] = command_export, [COMMAND_CHECK] = command_check,
        [COMMAND_EXPLAIN] = command_explain, [COMMAND_LIST] = command_list,     [COMMAND_HELP] = command_help,
    };
    if (o->help != HELP_NONE)
        return command_show_help(o->command, o->help == HELP_LONG);
    if (o->version)
        return command_version(o);
    if (o->command == COMMAND_NONE) {
        message_error((struct str){0}, 0, 0, "no command: say migcoop extract PATH to read articles, or migcoop help");
        return EXIT_USE;
    }
    return commands[o->command](o);
}

int main(int argc, char **argv) {
    struct options options;
    struct mig_error error;
    reserve_streams();
    signals_watch();
    enum mig_status status = options_parse(argc, (const char *const *)argv, &options, &error);
    messages_as_json(options.log_json);
    int exit_status = status == MIG_OK ? run(&options) : misused(&options, &error);
    options_free(&options);
    return exit_status;
}
