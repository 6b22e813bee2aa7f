using System.Text;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.Tests.Tokenizers;

/// <summary>Files of vocabularies that tests write, in memory.</summary>
internal static class SmallFile
{
    /// <summary>A file of a name and a content.</summary>
    public static ModelFile Of(string name, string content) => Of(name, Encoding.UTF8.GetBytes(content));

    /// <summary>A file of a name and a content.</summary>
    public static ModelFile Of(string name, byte[] content) => new($"/models/{name}", new string('0', 64), content);

    /// <summary>A vocabulary of BERT with a few words.</summary>
    public static ModelFile Bert(params string[] words) =>
        Of("vocab.txt", string.Join('\n', (string[])["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. words]));
}
