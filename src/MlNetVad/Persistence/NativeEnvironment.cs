using System.Runtime.InteropServices;

namespace MlNetVad.Persistence;

/// <summary>The environment as native libraries see it, which .NET's own copy of it does not reach on Linux and macOS.</summary>
internal static partial class NativeEnvironment
{
    /// <summary>Sets a variable, unless whoever started the program has set it.</summary>
    public static void SetDefault(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is not null)
        {
            return;
        }

        Environment.SetEnvironmentVariable(name, value);
        if (!OperatingSystem.IsWindows())
        {
            _ = Set(name, value, overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(string name, string value, int overwrite);
}
