using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MlNetVad.Persistence;

namespace MlNetVad.Torch.Native;

/// <summary>
/// Brings TorchSharp's native library into the process before anything touches <c>torch</c>: its official Linux file asks for a
/// version of the C++ library (GLIBCXX_3.4.32, of GCC 13) that Debian 12, Ubuntu 22.04 and RHEL 9 do not have, for one symbol that
/// nothing calls. Where the loader refuses it for that version alone, a copy that marks the need as weak is loaded in its place;
/// the package's file is never changed.
/// </summary>
/// <remarks>
/// It happens when this assembly is first used. A program that calls TorchSharp before it uses anything of MlNetVad.Torch calls
/// <see cref="Require"/> first: a first failure of <c>torch</c> is final for a process.
/// </remarks>
public static class TorchLibrary
{
    private const string Wrapper = "libLibTorchSharp.so";
    private const string Engine = "libtorch.so";
    private const string LogLevel = "TORCH_CPP_LOG_LEVEL";
    private const string ReadLogLevel = "_ZN3c1011initLoggingEv";   // void c10::initLogging()
    private const string Needed = "GLIBCXX_3.4.32";
    private static readonly Lazy<(string Outcome, string? Failure)> Loaded = new(Load);

    // once: a program that sets another number afterwards keeps it
    private static readonly Lazy<bool> OneThread = new(() =>
    {
        TorchSharp.torch.set_num_threads(1);
        return true;
    });

    /// <summary>How the library came into the process, in a few words; the reason where it did not.</summary>
    public static string Outcome => Loaded.Value.Failure ?? Loaded.Value.Outcome;

    /// <summary>Whether networks can run.</summary>
    public static bool IsThere => Loaded.Value.Failure is null;

    /// <summary>
    /// Makes sure that networks can run, and gives each of their operations one thread: MlNetVad works on several frames at once
    /// instead, which is faster for networks of this size and leaves every result independent of the number of processors.
    /// </summary>
    /// <exception cref="VadException">They cannot; the message says why and what helps.</exception>
    public static void Require()
    {
        if (Loaded.Value.Failure is { } failure)
        {
            throw new VadException(failure);
        }

        _ = OneThread.Value;
    }

    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "It must come before the static constructor of torch.")]
    internal static void Early() => _ = Loaded.Value;

    private static (string Outcome, string? Failure) Load()
    {
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                TorchSharp.torch.InitializeDeviceType(TorchSharp.DeviceType.CPU);
                return ("loads as it is", null);
            }

            if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            {
                return ("", $"Networks cannot run here: libtorch is made for Linux on x64, and this process is {RuntimeInformation.ProcessArchitecture}.");
            }

            return Find(Wrapper) is { } wrapper && Find(Engine) is { } engine
                ? (OnLinux(wrapper, engine), null)
                : ("", "Networks cannot run: libtorch is not among this program's files; add the package libtorch-cpu-linux-x64 2.10.0 to the program.");
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or NotSupportedException or IOException
            or UnauthorizedAccessException or TypeInitializationException)
        {
            string reason = (e.InnerException ?? e).Message.Split('\n')[0].TrimEnd('.');
            return ("", $"Networks cannot run: libtorch does not load ({reason}); 'mlnetvad doctor' says what is there.");
        }
    }

    private static string OnLinux(string wrapper, string engine)
    {
        NativeMemory.Keep();
        Quiet(NativeLibrary.Load(engine));   // first: a copy lies elsewhere, so its own search path does not lead there
        try
        {
            NativeLibrary.Load(wrapper);
            return "loads as it is";
        }
        catch (DllNotFoundException refused) when (refused.Message.Contains(Needed, StringComparison.Ordinal))
        {
            byte[] image = File.ReadAllBytes(wrapper);
            if (!ElfVersionNeeds.Weaken(image, Needed))
            {
                throw;
            }

            PrivateCopy.Load(image, Wrapper);
            return $"a copy without the need of {Needed}, which this system's C++ library lacks";
        }
    }

    // libtorch says on small convolutions that a library it could use is not made for this processor; it reads the level when told to
    private static unsafe void Quiet(nint engine)
    {
        NativeEnvironment.SetDefault(LogLevel, "ERROR");
        if (NativeLibrary.TryGetExport(engine, ReadLogLevel, out nint read))
        {
            ((delegate* unmanaged<void>)read)();
        }
    }

    private static string? Find(string file) => ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Append(AppContext.BaseDirectory)
        .Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
}
