using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MlNetVad.Evaluation;

/// <summary>Where a report's figures come from: model, code and machine.</summary>
public sealed record Provenance
{
    /// <summary>Path of the model zip, if one was evaluated.</summary>
    public string? ModelPath { get; init; }

    /// <summary>SHA-256 of the model zip, lower-case hexadecimal.</summary>
    public string? ModelSha256 { get; init; }

    /// <summary>Path of the scores, if they came from a file or folder and not from a model.</summary>
    public string? ScoresPath { get; init; }

    /// <summary>Seed the model was trained with, where known.</summary>
    public int? Seed { get; init; }

    /// <summary>Version of this library.</summary>
    public required string LibraryVersion { get; init; }

    /// <summary>Commit the library was built from, where the build recorded it.</summary>
    public string? GitCommit { get; init; }

    /// <summary>Runtime.</summary>
    public required string Dotnet { get; init; }

    /// <summary>Operating system.</summary>
    public required string Os { get; init; }

    /// <summary>Processor.</summary>
    public required string Cpu { get; init; }

    /// <summary>Logical processors the process may use.</summary>
    public int Cores { get; init; }

    /// <summary>When, in UTC, ISO 8601.</summary>
    public required string UtcTime { get; init; }

    /// <summary>Collects what can be known here and now.</summary>
    /// <param name="modelPath">The model zip, or null.</param>
    /// <param name="seed">The training seed, or null.</param>
    /// <exception cref="VadException">The model file cannot be read.</exception>
    public static Provenance Collect(string? modelPath = null, int? seed = null)
    {
        string version = typeof(Provenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        string[] parts = version.Split('+', 2);
        return new Provenance
        {
            ModelPath = modelPath,
            ModelSha256 = modelPath is null ? null : HashFile(modelPath),
            Seed = seed,
            LibraryVersion = parts[0],
            GitCommit = parts.Length > 1 ? parts[1] : null,
            Dotnet = RuntimeInformation.FrameworkDescription,
            Os = RuntimeInformation.OSDescription,
            Cpu = CpuName(),
            Cores = Environment.ProcessorCount,
            UtcTime = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    private static string HashFile(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VadException($"The model '{path}' cannot be read ({e.Message}); give the path of a saved model zip.", e);
        }
    }

    private static string CpuName()
    {
        const string Linux = "/proc/cpuinfo";
        string? name = File.Exists(Linux)
            ? File.ReadLines(Linux).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return name ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
