using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;

namespace MlNetVad.Onnx.Models;

/// <summary>
/// A file that a NuGet package brings, written <c>nuget:PACKAGE/VERSION/FILE</c>: beside the program, where the package copies it,
/// or a resource of the assembly that is called like the package.
/// </summary>
/// <param name="Package">The package.</param>
/// <param name="Version">The version whose file is meant, for messages: what decides is the file's SHA-256.</param>
/// <param name="File">The path beside the program, or the end of the resource's name.</param>
internal sealed record PackageFile(string Package, string Version, string File)
{
    private const string Scheme = "nuget:";

    private static readonly ConcurrentDictionary<string, string> ResourceHashes = new();

    /// <summary>The package's file that a path names, or null where it is the path of a plain file.</summary>
    /// <exception cref="VadException">It begins as one and does not go on as one.</exception>
    public static PackageFile? Of(string path)
    {
        if (!path.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return null;
        }

        string[] parts = path[Scheme.Length..].Split('/', 3);
        return parts.Length == 3 && Array.TrueForAll(parts, part => part.Length > 0)
            ? new PackageFile(parts[0], parts[1], parts[2])
            : throw new VadException($"'{path}' names no file of a package; expected {Scheme}PACKAGE/VERSION/FILE.");
    }

    /// <summary>The places where it is looked for beside the program, in order; its package's assembly is looked at after them.</summary>
    public IReadOnlyList<string> Candidates => ModelFile.Candidates(Path.Combine(AppContext.BaseDirectory, File));

    /// <summary>The file that it is, or the assembly that it is in; null where there is neither.</summary>
    public string? Found => Beside ?? Assembly()?.Location;

    /// <summary>The file beside the program; null where it is not there.</summary>
    public string? Beside => Candidates.FirstOrDefault(System.IO.File.Exists);

    /// <summary>The hash of its bytes, lower-case hexadecimal.</summary>
    /// <exception cref="VadException">It is not there.</exception>
    public string Sha256() => Beside is { } path
        ? FileHash.Of(path)
        : ResourceHashes.GetOrAdd(ToString(), _ =>
        {
            using Stream resource = Resource();
            return Convert.ToHexStringLower(SHA256.HashData(resource));
        });

    /// <summary>Its bytes.</summary>
    /// <exception cref="VadException">It is not there.</exception>
    public byte[] Read()
    {
        if (Beside is { } path)
        {
            return System.IO.File.ReadAllBytes(path);
        }

        using Stream resource = Resource();
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked((int)resource.Length));
        resource.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Refuses other bytes than those that a model was made with.</summary>
    /// <exception cref="VadException">They are others, or it is not there.</exception>
    public void Require(string sha256)
    {
        string found = Sha256();
        if (found != sha256)
        {
            throw new VadException(
                $"'{Path.GetFileName(File)}' of the package {Package} is not the file that the model was trained with (SHA-256 {found[..12]}…, expected {sha256[..12]}…); reference version {Version} of the package, or train again.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}{Package}/{Version}/{File}";

    private Stream Resource()
    {
        Assembly? assembly = Assembly();
        string? name = assembly?.GetManifestResourceNames().FirstOrDefault(n => n.EndsWith($".{File}", StringComparison.Ordinal));
        return name is not null
            ? assembly!.GetManifestResourceStream(name)!
            : throw new VadException(
                $"'{Path.GetFileName(File)}' of the package {Package} {Version} is not here; reference MlNetVad.Pretrained, or that package, in the program's project, and build it again.");
    }

    private Assembly? Assembly()
    {
        try
        {
            return System.Reflection.Assembly.Load(new AssemblyName(Package));
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            return null;
        }
    }
}
