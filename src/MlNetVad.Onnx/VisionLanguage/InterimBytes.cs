using System.Text;
using System.Text.Json;
using MlNetVad.Onnx.Models;

namespace MlNetVad.Onnx.VisionLanguage;

internal sealed class InterimBytes(Dictionary<string, int> ids)
{
    private readonly Dictionary<int, byte> _bytes = Enumerable.Range(0, 256).ToDictionary(b => ids[Name((byte)b)], b => (byte)b);

    public static InterimBytes Open(ModelFile vocabulary, ModelFile merges)
    {
        _ = merges.Read();
        return new InterimBytes(JsonSerializer.Deserialize<Dictionary<string, int>>(vocabulary.Read())!);
    }

    public IEnumerable<int> EncodeToIds(string text) => Encoding.UTF8.GetBytes(text).Select(b => ids[Name(b)]);

    public string Decode(IEnumerable<int> tokens) => Encoding.UTF8.GetString([.. tokens.Select(t => _bytes.GetValueOrDefault(t, (byte)'?'))]);

    private static string Name(byte b)
    {
        int n = 0;
        for (int i = 0; i < 256; i++)
        {
            bool shown = i is (>= 33 and <= 126) or (>= 161 and <= 172) or (>= 174 and <= 255);
            if (i == b)
            {
                return ((char)(shown ? i : 256 + n)).ToString();
            }

            n += shown ? 0 : 1;
        }

        return "";
    }
}
